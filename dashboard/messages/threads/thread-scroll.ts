import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'

/** What stays where it is while things come and go around it: the end, or one item at its distance from the top. */
export type Anchor = 'end' | { key: string; offset: number }

const nearEnd = 48

/** What scrolls, and what is in it. */
export interface ScrollRefs {
  frame: RefObject<HTMLDivElement | null>
  content: RefObject<HTMLDivElement | null>
}

export interface ThreadScroll {
  isAtEnd: boolean
  onScroll: () => void
  scrollToEnd: () => void
  scrollTo: (key: string) => void
}

/**
 * Nothing that one reads moves: older messages that come above, pictures that get their height, a composer that grows. The
 * browser's own anchoring is not used, since not all have it, and they differ at the edges.
 */
export function useThreadScroll(
  { frame, content }: ScrollRefs,
  revision: unknown,
  opening: Anchor,
  { onNearTop, onMoved }: { onNearTop: () => void; onMoved: (anchor: Anchor) => void },
): ThreadScroll {
  const anchor = useRef<Anchor>(opening)
  const [isAtEnd, setIsAtEnd] = useState(opening === 'end')

  const restore = useCallback(() => {
    const [outer, inner] = [frame.current, content.current]
    if (!outer || !inner) return
    const { current } = anchor
    const item = current === 'end' ? undefined : itemOf(inner, current.key)
    if (current === 'end' || !item) outer.scrollTop = outer.scrollHeight
    else outer.scrollTop = item.offsetTop - current.offset
  }, [frame, content])

  const onScroll = () => {
    const [outer, inner] = [frame.current, content.current]
    if (!outer || !inner) return
    anchor.current = anchorOf(outer, inner)
    setIsAtEnd(anchor.current === 'end')
    onMoved(anchor.current)
    if (outer.scrollTop < 800) onNearTop()
  }

  useLayoutEffect(restore, [restore, revision])
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      restore()
      if (frame.current && isNearEnd(frame.current)) setIsAtEnd(true)
    })
    for (const each of [frame.current, content.current]) if (each) observer.observe(each)
    return () => observer.disconnect()
  }, [restore, frame, content])

  return {
    isAtEnd,
    onScroll,
    scrollToEnd: () => {
      anchor.current = 'end'
      setIsAtEnd(true)
      restore()
    },
    scrollTo: (key) => {
      const height = frame.current?.clientHeight ?? 0
      anchor.current = { key, offset: height / 3 }
      setIsAtEnd(false)
      restore()
    },
  }
}

function isNearEnd({ scrollTop, scrollHeight, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight < nearEnd
}

function itemOf(content: HTMLElement, key: string): HTMLElement | null {
  return content.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)
}

function anchorOf(frame: HTMLElement, content: HTMLElement): Anchor {
  const { scrollTop } = frame
  if (isNearEnd(frame)) return 'end'
  const items = content.querySelectorAll<HTMLElement>(':scope > [data-key]')
  let [low, high] = [0, items.length - 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const item = items[middle]
    if (item && item.offsetTop + item.offsetHeight > scrollTop) high = middle
    else low = middle + 1
  }
  const first = items[low]
  return first?.dataset['key'] ? { key: first.dataset['key'], offset: first.offsetTop - scrollTop } : 'end'
}
