import { Card } from '../ui/card.tsx'
import { Progress } from '../ui/progress.tsx'
import type { Import } from './imports.ts'
import { texts } from './texts.ts'

export function RowProgress({ label, row }: { label: string; row: Import }) {
  return (
    <Card>
      <Progress label={label} value={row.processed / row.rows} detail={texts.progress(row.processed, row.rows)} />
    </Card>
  )
}
