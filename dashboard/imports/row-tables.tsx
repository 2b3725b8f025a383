import type { ImportWithRows } from './imports.ts'
import { resultsUrl } from './imports.ts'
import { RowTable } from './row-table.tsx'
import { texts } from './texts.ts'

/** What was not taken, or only in part. */
export function RowTables({ row }: { row: ImportWithRows }) {
  const { _id, columns, skipped, warned, problems, warnings } = row
  return (
    <>
      <RowTable
        title={row.startedAt ? texts.problemsDone(skipped) : texts.problems(skipped)}
        rows={problems}
        columns={columns}
        count={skipped}
        downloadUrl={resultsUrl(_id, 'skipped')}
      />
      <RowTable
        title={texts.warnings(warned)}
        hint={texts.warningsHint}
        rows={warnings}
        columns={columns}
        count={warned}
        downloadUrl={resultsUrl(_id, 'warned')}
      />
    </>
  )
}
