import { useEffect, useEffectEvent, useRef } from 'react'
import type { PointerEvent } from 'react'
import type { Picture } from './lightbox.tsx'
import type { useZoom } from './use-zoom.ts'

/** The picture itself: the wheel, two fingers and a double press zoom it, dragging moves it. */
export function LightboxImage({ picture, zoom }: { picture: Picture; zoom: ReturnType<typeof useZoom> }) {
  const image = useRef<HTMLImageElement>(null)
  const { view } = zoom
  const fingers = useRef(new Map<number, Point>())
  const wheel = useEffectEvent((event: WheelEvent) => {
    event.preventDefault()
    zoom.zoomBy(Math.exp(-event.deltaY / 400))
  })
  useEffect(() => {
    const element = image.current
    // React listens to wheels passively, and a passive listener cannot keep the page from scrolling.
    element?.addEventListener('wheel', wheel, { passive: false })
    return () => element?.removeEventListener('wheel', wheel)
  }, [])
  return (
    <img
      ref={image}
      src={picture.src}
      alt={picture.alt}
      draggable={false}
      onDoubleClick={() => (view.zoom > 1 ? zoom.reset() : zoom.zoomBy(2.5))}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        fingers.current.set(event.pointerId, pointOf(event))
      }}
      onPointerMove={(event) => {
        const before = fingers.current.get(event.pointerId)
        if (!before) return
        const apart = spread(fingers.current)
        const after = pointOf(event)
        fingers.current.set(event.pointerId, after)
        if (apart) zoom.zoomBy(spread(fingers.current) / apart)
        else zoom.moveBy(after.x - before.x, after.y - before.y)
      }}
      onPointerUp={(event) => fingers.current.delete(event.pointerId)}
      onPointerCancel={(event) => fingers.current.delete(event.pointerId)}
      className={`max-h-full max-w-full touch-none select-none ${view.zoom > 1 ? 'cursor-grab active:cursor-grabbing' : 'cursor-zoom-in'}`}
      style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.zoom})` }}
    />
  )
}

type Point = { x: number; y: number }

function pointOf({ clientX, clientY }: PointerEvent): Point {
  return { x: clientX, y: clientY }
}

/** How far two fingers are apart; 0 where there are not two. */
function spread(fingers: Map<number, Point>): number {
  const [one, other] = [...fingers.values()]
  return one && other ? Math.hypot(one.x - other.x, one.y - other.y) : 0
}
