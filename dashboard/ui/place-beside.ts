import type { TipSide } from './tooltip.tsx'

const gap = 6
const margin = 8

/** Puts a fixed element beside another, on the other side where there is no room, and never beyond the window. */
export function placeBeside(element: HTMLElement, anchor: HTMLElement, side: TipSide): void {
  const around = anchor.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = element
  const isRightToLeft = getComputedStyle(anchor).direction === 'rtl'
  const isBeforeAnchor = (side === 'start') !== isRightToLeft
  const isSideways = side === 'start' || side === 'end'
  const x = isSideways
    ? firstFitting(
        isBeforeAnchor
          ? [around.left - gap - width, around.right + gap]
          : [around.right + gap, around.left - gap - width],
        width,
        innerWidth,
      )
    : around.left + (around.width - width) / 2
  const above = around.top - gap - height
  const below = around.bottom + gap
  const y = isSideways
    ? around.top + (around.height - height) / 2
    : firstFitting(side === 'above' ? [above, below] : [below, above], height, innerHeight)
  element.style.inset = 'auto'
  element.style.left = `${within(x, width, innerWidth)}px`
  element.style.top = `${within(y, height, innerHeight)}px`
}

function firstFitting(places: number[], length: number, room: number): number {
  return places.find((place) => place >= margin && place + length <= room - margin) ?? places[0] ?? 0
}

function within(place: number, length: number, room: number): number {
  return Math.max(margin, Math.min(place, room - length - margin))
}
