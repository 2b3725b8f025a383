import { useState } from 'react'

const most = 5

export type View = { zoom: number; x: number; y: number }

const whole: View = { zoom: 1, x: 0, y: 0 }

/** How near one is to a picture, 1 to 5 times, and which part of it one sees. */
export function useZoom(): {
  view: View
  zoomBy: (factor: number) => void
  moveBy: (x: number, y: number) => void
  reset: () => void
} {
  const [view, setView] = useState(whole)
  const zoomBy = (factor: number) =>
    setView(({ zoom, x, y }) => {
      const next = Math.min(most, Math.max(1, zoom * factor))
      return next === 1 ? whole : { zoom: next, x: (x * next) / zoom, y: (y * next) / zoom }
    })
  const moveBy = (x: number, y: number) =>
    setView((current) => (current.zoom === 1 ? current : { ...current, x: current.x + x, y: current.y + y }))
  return { view, zoomBy, moveBy, reset: () => setView(whole) }
}
