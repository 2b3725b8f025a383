import { ArrowUp } from 'lucide-react'
import { useEffect } from 'react'

import { announce } from '../../ui/use-announce.tsx'
import { texts } from '../texts.ts'

/** What came since, without moving what one is about to press. */
export function NewItems({ count, onShow }: { count: number; onShow: () => void }) {
  const hasNew = count > 0
  useEffect(() => {
    if (hasNew) announce(texts.newItems(count))
    // Said once, when the first one comes: a number that grows is no news each time.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [hasNew])
  if (!hasNew) return undefined
  return (
    <div className="pointer-events-none absolute inset-x-0 top-2 z-10 flex justify-center">
      <button
        type="button"
        aria-label={texts.showNewItems(count)}
        onClick={onShow}
        className="pointer-events-auto inline-flex h-7 animate-appear items-center gap-1 rounded-full bg-accent ps-2 pe-3 text-xs font-medium text-on-accent tabular-nums shadow-raised hover:bg-accent-hover"
      >
        <ArrowUp aria-hidden className="size-3.5" />
        {texts.newItems(count)}
      </button>
    </div>
  )
}
