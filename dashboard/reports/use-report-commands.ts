import { useCommand } from '../ui/commands.ts'
import type { ReportsSearch } from './reports-search.ts'
import { texts } from './texts.ts'

/** The keys 1 to 4 choose the span, t shows tables. */
export function useReportCommands(search: ReportsSearch, onSearch: (search: ReportsSearch) => void): void {
  const commandOf = (span: 'today' | '7d' | '30d' | 'quarter', keys: string) => ({
    id: `reports.${span}`,
    label: texts.spanKeys(texts.spans[span]),
    section: texts.section,
    keys,
    run: () => onSearch({ ...search, span, from: undefined, to: undefined }),
  })
  useCommand(commandOf('today', '1'))
  useCommand(commandOf('7d', '2'))
  useCommand(commandOf('30d', '3'))
  useCommand(commandOf('quarter', '4'))
  useCommand({
    id: 'reports.tables',
    label: texts.asTable,
    section: texts.section,
    keys: 't',
    run: () => onSearch({ ...search, tables: search.tables ? undefined : true }),
  })
}
