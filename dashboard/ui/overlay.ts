/** For `onInteractOutside`: a press on a toast or a tooltip is no reason to close what is open. */
export function stayOpenForToasts(event: {
  target: EventTarget | null
  preventDefault: () => void
  detail: { originalEvent: Event }
}): void {
  const target = event.detail.originalEvent.target
  if (target instanceof Element && target.closest('[data-toaster], [data-tip-bubble]')) event.preventDefault()
}

export const scrim = 'fixed inset-0 z-40 bg-overlay animate-appear'
export const floating =
  'z-50 animate-appear rounded-lg border border-line-strong bg-raised text-text shadow-raised outline-none'

/** For `onOpenAutoFocus`: whoever opens a form begins in its first field and not at the button that closes it. */
export function focusFirstField(event: Event): void {
  if (!(event.currentTarget instanceof HTMLElement)) return
  const field = event.currentTarget.querySelector<HTMLElement>('input:enabled:not([hidden]), textarea:enabled')
  if (!field) return
  event.preventDefault()
  field.focus()
}
