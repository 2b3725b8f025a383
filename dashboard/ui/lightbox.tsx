import { ChevronLeft, ChevronRight, X, ZoomIn, ZoomOut } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { IconButton } from './icon-button.tsx'
import { LightboxImage } from './lightbox-image.tsx'
import { texts } from './texts.ts'
import { useZoom } from './use-zoom.ts'

export type Picture = { src: string; alt: string }

export type LightboxProps = {
  pictures: Picture[]
  /** The picture that is open; undefined closes it. */
  index: number | undefined
  onIndexChange: (index: number | undefined) => void
  /** Buttons in its head, such as a link to download the picture. */
  actions?: ReactNode
}

/** Pictures as large as the window: + and − or the wheel zoom, 0 is the whole, the arrows go to the next. */
export function Lightbox({ pictures, index, onIndexChange, actions }: LightboxProps) {
  const picture = index === undefined ? undefined : pictures[index]
  return (
    <Radix.Root open={picture !== undefined} onOpenChange={(isOpen) => !isOpen && onIndexChange(undefined)}>
      <Radix.Portal>
        {picture && index !== undefined && (
          <Radix.Content
            data-theme="dark"
            aria-describedby={undefined}
            className="fixed inset-0 z-50 flex animate-appear flex-col bg-canvas text-text outline-none"
          >
            <Shown
              key={picture.src}
              picture={picture}
              index={index}
              count={pictures.length}
              onIndexChange={onIndexChange}
              actions={actions}
            />
          </Radix.Content>
        )}
      </Radix.Portal>
    </Radix.Root>
  )
}

type ShownProps = Pick<LightboxProps, 'onIndexChange' | 'actions'> & { picture: Picture; index: number; count: number }

function Shown({ picture, index, count, onIndexChange, actions }: ShownProps) {
  const zoom = useZoom()
  const go = (step: number) => {
    if (index + step >= 0 && index + step < count) onIndexChange(index + step)
  }
  const acts: Record<string, () => void> = {
    '+': () => zoom.zoomBy(1.5),
    '=': () => zoom.zoomBy(1.5),
    '-': () => zoom.zoomBy(1 / 1.5),
    '0': zoom.reset,
    ArrowLeft: () => go(-1),
    ArrowRight: () => go(1),
  }
  return (
    <div
      className="flex min-h-0 flex-1 flex-col"
      onKeyDown={(event) => {
        if (event.metaKey || event.ctrlKey || event.altKey) return
        const act = acts[event.key]
        if (!act) return
        act()
        // The page below has keys of its own.
        event.stopPropagation()
      }}
    >
      <div className="flex items-center gap-1 border-b p-2 ps-4">
        <Radix.Title className="min-w-0 flex-1 truncate text-sm font-medium">{picture.alt}</Radix.Title>
        {count > 1 && (
          <span className="px-2 text-xs text-muted tabular-nums">
            {index + 1} / {count}
          </span>
        )}
        {actions}
        <IconButton label={texts.zoomOut} keys="-" onClick={() => zoom.zoomBy(1 / 1.5)}>
          <ZoomOut className="size-4" />
        </IconButton>
        <IconButton label={texts.zoomIn} keys="+" onClick={() => zoom.zoomBy(1.5)}>
          <ZoomIn className="size-4" />
        </IconButton>
        <Radix.Close asChild>
          <IconButton label={texts.close} keys="escape">
            <X className="size-4" />
          </IconButton>
        </Radix.Close>
      </div>
      <div className="relative flex min-h-0 flex-1 items-center justify-center overflow-hidden">
        <LightboxImage picture={picture} zoom={zoom} />
        <Neighbours hasPrevious={index > 0} hasNext={index < count - 1} onGo={go} />
      </div>
    </div>
  )
}

function Neighbours(props: { hasPrevious: boolean; hasNext: boolean; onGo: (step: number) => void }) {
  const look = { variant: 'secondary', size: 'large' } as const
  return (
    <>
      {props.hasPrevious && (
        <IconButton {...look} label={texts.previousImage} onClick={() => props.onGo(-1)} className="absolute! start-3">
          <ChevronLeft className="size-5 rtl:-scale-x-100" />
        </IconButton>
      )}
      {props.hasNext && (
        <IconButton {...look} label={texts.nextImage} onClick={() => props.onGo(1)} className="absolute! end-3">
          <ChevronRight className="size-5 rtl:-scale-x-100" />
        </IconButton>
      )}
    </>
  )
}
