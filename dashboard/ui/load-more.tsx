import { useEffect, useEffectEvent, useRef } from 'react'
import { Button } from './button.tsx'
import { texts } from './texts.ts'

/** At the end of a list: asks for more when it comes near the window, and is a button for whoever tabs there. */
export function LoadMore({
  hasMore,
  isLoading,
  hasFailed = false,
  onLoad,
  margin = 400,
}: {
  hasMore: boolean
  isLoading: boolean
  hasFailed?: boolean
  onLoad: () => void
  margin?: number
}) {
  const end = useRef<HTMLDivElement>(null)
  const load = useEffectEvent(onLoad)
  // What failed is asked for again by a press only, or a broken network would be asked without end.
  const isEager = hasMore && !isLoading && !hasFailed
  useEffect(() => {
    const element = end.current
    if (!element || !isEager) return
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && load(), {
      rootMargin: `${margin}px`,
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [isEager, margin])
  if (!hasMore) return undefined
  return (
    <div ref={end} className="flex justify-center p-3">
      <Button variant="quiet" size="small" isBusy={isLoading} onClick={onLoad}>
        {hasFailed ? texts.tryAgain : texts.loadMore}
      </Button>
    </div>
  )
}
