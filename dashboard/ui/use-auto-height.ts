import { useCallback, useLayoutEffect, useRef, type Ref, type RefCallback } from 'react'

/** Keeps a text area as high as its text; give the result to its `ref`. */
export function useAutoHeight(
  value: string,
  maxRows: number,
  outer: Ref<HTMLTextAreaElement> | undefined,
): RefCallback<HTMLTextAreaElement> {
  const area = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    if (area.current) fit(area.current, maxRows)
  }, [value, maxRows])
  return useCallback(
    (element: HTMLTextAreaElement | null) => {
      area.current = element
      if (typeof outer === 'function') outer(element)
      else if (outer) outer.current = element
      if (!element) return
      fit(element, maxRows)
      const observer = new ResizeObserver(() => fit(element, maxRows))
      observer.observe(element.parentElement ?? element)
      return () => observer.disconnect()
    },
    [outer, maxRows],
  )
}

function fit(area: HTMLTextAreaElement, maxRows: number): void {
  const style = getComputedStyle(area)
  const paddings = Number.parseFloat(style.paddingBlockStart) + Number.parseFloat(style.paddingBlockEnd)
  const most = Number.parseFloat(style.lineHeight) * maxRows + paddings
  area.style.height = 'auto'
  const borders = area.offsetHeight - area.clientHeight
  area.style.height = `${Math.min(area.scrollHeight, most) + borders}px`
  area.style.overflowY = area.scrollHeight > most ? 'auto' : 'hidden'
}
