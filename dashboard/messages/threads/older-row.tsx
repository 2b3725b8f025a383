import { Button } from '../../ui/button.tsx'
import { texts } from '../texts.ts'
import type { Timeline } from './use-timeline.ts'

/** Above the oldest that is shown: more comes by itself, and by a press for whoever tabs there. */
export function OlderRow({ timeline, onLoad }: { timeline: Timeline; onLoad: () => void }) {
  const { hasOlder, isLoadingOlder, hasFailedOlder, items } = timeline
  if (!hasOlder) {
    if (items.length === 0) return undefined
    return <p className="px-6 pt-6 pb-1 text-center text-xs text-faint">{texts.beginning}</p>
  }
  return (
    <div className="flex h-12 flex-none items-center justify-center gap-2 text-xs text-muted">
      {hasFailedOlder && <span role="alert">{texts.olderFailed}</span>}
      <Button variant="quiet" size="small" isBusy={isLoadingOlder} onClick={onLoad}>
        {hasFailedOlder ? texts.tryAgain : texts.older}
      </Button>
    </div>
  )
}
