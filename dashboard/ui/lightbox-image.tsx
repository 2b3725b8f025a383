import { useEffect, useEffectEvent, useRef } from 'react'
import type { Picture } from './lightbox.tsx'
import type { useZoom } from './use-zoom.ts'

/** The picture itself: the wheel and a double press zoom it, dragging moves it. */
export function LightboxImage({ picture, zoom }: { picture: Picture; zoom: ReturnType<typeof useZoom> }) {
  const image = useRef<HTMLImageElement>(null)
  const { view } = zoom
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
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) zoom.moveBy(event.movementX, event.movementY)
      }}
      className={`max-h-full max-w-full touch-none select-none ${view.zoom > 1 ? 'cursor-grab active:cursor-grabbing' : 'cursor-zoom-in'}`}
      style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.zoom})` }}
    />
  )
}
