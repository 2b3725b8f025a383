import { useReports } from './report-queries.ts'
import type { Scope } from './report-queries.ts'
import type { ReportsSearch } from './reports-search.ts'
import { texts } from './texts.ts'

export interface Filter {
  name: 'userId' | 'channelId' | 'departmentId'
  label: string
}

/** What the reports are narrowed to, by the names that they themselves tell. */
export function useFilterNames(scope: Scope, { userId, channelId, departmentId }: ReportsSearch): Filter[] {
  const rowsOf = (report: ReturnType<typeof useReports>) => [
    ...(report.messages.data?.rows ?? []),
    ...(report.conversations.data?.rows ?? []),
  ]
  const people = rowsOf(useReports(scope, { by: 'user' }))
  const channels = rowsOf(useReports(scope, { by: 'channel' }))
  const departments = rowsOf(useReports(scope, { by: 'department' }))
  const only = (rows: typeof people, id: string, other: string) =>
    texts.only(rows.find(({ key }) => key === id)?.name ?? other)
  return [
    ...(userId ? [{ name: 'userId', label: only(people, userId, texts.onePerson) } as const] : []),
    ...(channelId ? [{ name: 'channelId', label: only(channels, channelId, texts.oneChannel) } as const] : []),
    ...(departmentId
      ? [{ name: 'departmentId', label: only(departments, departmentId, texts.oneDepartment) } as const]
      : []),
  ]
}
