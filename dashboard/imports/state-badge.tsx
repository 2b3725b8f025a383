import { Badge } from '../ui/badge.tsx'
import type { Tone } from '../ui/badge.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { texts } from './texts.ts'

const tones: Record<string, Tone> = {
  checking: 'info',
  checked: 'accent',
  running: 'info',
  completed: 'success',
  canceled: 'warning',
  undoing: 'info',
}

export function StateBadge({ status }: { status: string }) {
  const tone = tones[status] ?? 'neutral'
  return (
    <Badge tone={tone} icon={tone === 'info' && <Spinner />}>
      {texts.states[status] ?? status}
    </Badge>
  )
}
