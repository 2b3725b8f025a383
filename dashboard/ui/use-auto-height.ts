import { useCallback, useLayoutEffect, useRef, type Ref, type RefCallback } from 'react'

/** Keeps a text area as high as its text; give the result to its `ref`. */
export function useAutoHeight(
  value: string,
  maxRows: number,
  outer: Ref<HTMLTextAreaElement> | undefined,
): RefCallback<HTMLTextAreaElement> {
  const area = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    if (area.current && !canFitItself()) fit(area.current, maxRows)
  }, [value, maxRows])
  return useCallback(
    (element: HTMLTextAreaElement | null) => {
      area.current = element
      if (typeof outer === 'function') outer(element)
      else if (outer) outer.current = element
      if (!element) return
      if (canFitItself()) return letFitItself(element, maxRows)
      let width = element.offsetWidth
      const observer = new ResizeObserver(() => {
        if (element.offsetWidth !== width) fit(element, maxRows)
        width = element.offsetWidth
      })
      observer.observe(element.parentElement ?? element)
      return () => observer.disconnect()
    },
    [outer, maxRows],
  )
}

// Measuring lays the whole page out anew, at each key; where the browser does it itself it costs nothing.
function canFitItself(): boolean {
  return CSS.supports('field-sizing', 'content')
}

function letFitItself(area: HTMLTextAreaElement, maxRows: number): void {
  const { style, rows } = area
  const around = aroundText(getComputedStyle(area))
  style.setProperty('field-sizing', 'content')
  style.minHeight = `calc(${rows}lh + ${around}px)`
  style.maxHeight = `calc(${maxRows}lh + ${around}px)`
}

function aroundText(style: CSSStyleDeclaration): number {
  const parts = [style.paddingTop, style.paddingBottom, style.borderTopWidth, style.borderBottomWidth]
  return parts.reduce((sum, part) => sum + Number.parseFloat(part), 0)
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
