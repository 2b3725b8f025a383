import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { Kbd } from './kbd.tsx'
import { placeBeside } from './place-beside.ts'
import type { TipSide } from './tooltip.tsx'

const patience = 400
const grace = 120

/** Shows the tooltip of whatever carries `data-tip`; stands once on the page, UiRoot has it. */
export function TooltipLayer() {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>(undefined)
  useEffect(() => followPointerAndFocus(setAnchor), [])
  return anchor ? createPortal(<Bubble anchor={anchor} />, document.body) : undefined
}

function Bubble({ anchor }: { anchor: HTMLElement }) {
  const bubble = useRef<HTMLDivElement>(null)
  const { tip, tipKeys, tipSide } = anchor.dataset
  useLayoutEffect(() => {
    if (bubble.current) placeBeside(bubble.current, anchor, (tipSide as TipSide | undefined) ?? 'below')
  })
  return (
    <div
      ref={bubble}
      role="tooltip"
      data-tip-bubble=""
      className="pointer-events-auto fixed start-0 top-0 z-60 flex max-w-72 animate-appear items-center gap-2 rounded-md bg-inverse px-2 py-1 text-xs text-inverse-text"
    >
      {tip}
      {tipKeys && <Kbd keys={tipKeys} isInverse />}
    </div>
  )
}

function followPointerAndFocus(show: (anchor: HTMLElement | undefined) => void): () => void {
  let shown: HTMLElement | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const plan = (anchor: HTMLElement | undefined, delay: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      shown = anchor?.isConnected ? anchor : undefined
      show(shown)
    }, delay)
  }
  const enter = (event: PointerEvent) => {
    if (event.pointerType === 'touch' || !(event.target instanceof Element)) return
    if (event.target.closest('[data-tip-bubble]')) return clearTimeout(timer)
    const anchor = event.target.closest<HTMLElement>('[data-tip]') ?? undefined
    // Whoever has one tooltip open reads the neighbours' at once.
    plan(anchor, shown ? grace : patience)
  }
  const focus = (event: FocusEvent) => {
    if (!(event.target instanceof HTMLElement) || !event.target.matches(':focus-visible')) return
    plan(event.target.closest<HTMLElement>('[data-tip]') ?? undefined, grace)
  }
  const hide = () => plan(undefined, 0)
  const hideOnScroll = () => {
    if (shown) hide()
  }
  const hideOnEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') hide()
  }
  const listeners = new AbortController()
  const options = { signal: listeners.signal, passive: true, capture: true }
  document.addEventListener('pointerover', enter, options)
  document.addEventListener('pointerdown', hide, options)
  document.addEventListener('focusin', focus, options)
  document.addEventListener('focusout', hide, options)
  document.addEventListener('scroll', hideOnScroll, options)
  document.addEventListener('keydown', hideOnEscape, options)
  return () => {
    clearTimeout(timer)
    listeners.abort()
  }
}
