import type { Tone } from './badge.tsx'

export type ToastInput = {
  text: string
  tone?: Extract<Tone, 'neutral' | 'success' | 'danger' | 'warning'>
  /** The one thing to do about it, such as Undo; `keys` are shown beside it. */
  action?: { label: string; onAction: () => void; keys?: string }
  /** How long it stays; what failed or can be undone stays longer by itself. */
  seconds?: number
  /** Shows how much of the time is left, for what happens when it is over. */
  hasCountdown?: boolean
  /** Called once when it goes without its action: the time is over, or it was dismissed. */
  onGone?: () => void
}
export type Toast = ToastInput & { id: number; seconds: number }

const most = 4
const listeners = new Set<() => void>()
let toasts: Toast[] = []
let latestId = 0

/** Tells about something that happened; returns the way to take it back. */
export function showToast(input: ToastInput): () => void {
  latestId += 1
  const id = latestId
  const seconds = input.seconds ?? (input.action || input.tone === 'danger' ? 8 : 4)
  const kept = toasts.slice(-(most - 1))
  for (const crowdedOut of toasts.slice(0, -(most - 1))) crowdedOut.onGone?.()
  setToasts([...kept, { ...input, id, seconds }])
  return () => setToasts(toasts.filter((toast) => toast.id !== id))
}

export function dismissToast(id: number): void {
  const gone = toasts.find((toast) => toast.id === id)
  setToasts(toasts.filter((toast) => toast.id !== id))
  gone?.onGone?.()
}

/** Does what a toast offers. */
export function actOnToast(id: number): void {
  const acted = toasts.find((toast) => toast.id === id)
  setToasts(toasts.filter((toast) => toast.id !== id))
  acted?.action?.onAction()
}

/** Does what the latest toast offers, for a key such as z; false when there is nothing to do. */
export function actOnLatestToast(): boolean {
  const latest = toasts.findLast((toast) => toast.action)
  if (latest) actOnToast(latest.id)
  return latest !== undefined
}

export function currentToasts(): Toast[] {
  return toasts
}

export function onToastsChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function setToasts(next: Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}
