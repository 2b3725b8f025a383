import { CircleAlert, CircleCheck, TriangleAlert, X } from 'lucide-react'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { IconButton } from './icon-button.tsx'
import { Kbd } from './kbd.tsx'
import { texts } from './texts.ts'
import { actOnToast, currentToasts, dismissToast, onToastsChange, type Toast } from './toasts.ts'

/** Stands once on the page; UiRoot has it. */
export function Toaster() {
  const toasts = useSyncExternalStore(onToastsChange, currentToasts)
  const [isHeld, setIsHeld] = useState(false)
  return (
    <section
      aria-label={texts.notifications}
      data-toaster=""
      aria-live="polite"
      aria-relevant="additions"
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
      className="pointer-events-none fixed inset-x-0 bottom-0 z-60 flex flex-col items-center gap-2 p-4 pb-[max(1rem,env(safe-area-inset-bottom))] sm:items-start"
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} isHeld={isHeld && !toast.hasCountdown} />
      ))}
    </section>
  )
}

const icons = { success: CircleCheck, danger: CircleAlert, warning: TriangleAlert, neutral: undefined }

function ToastCard({ toast, isHeld }: { toast: Toast; isHeld: boolean }) {
  const left = useTimeLeft(toast, isHeld)
  const Icon = icons[toast.tone ?? 'neutral']
  return (
    <div className="pointer-events-auto flex w-fit max-w-full min-w-64 animate-rise items-center gap-2.5 rounded-lg bg-inverse py-1.5 ps-3 pe-1.5 text-inverse-text shadow-raised sm:max-w-md">
      {Icon && <Icon aria-hidden className="size-4 shrink-0" />}
      <p className="min-w-0 flex-1 py-1 wrap-break-word">{toast.text}</p>
      {toast.hasCountdown && (
        <span aria-hidden className="text-xs text-inverse-faint tabular-nums">
          {left}
        </span>
      )}
      {toast.action && (
        <button
          type="button"
          onClick={() => actOnToast(toast.id)}
          className="inline-flex h-7 items-center gap-1.5 rounded-md border border-inverse-faint/40 px-2 text-xs font-medium hover:bg-inverse-text/10 focus-visible:outline-inverse-text"
        >
          {toast.action.label}
          {toast.action.keys && <Kbd keys={toast.action.keys} isInverse />}
        </button>
      )}
      <IconButton
        label={texts.dismiss}
        size="small"
        side="above"
        onClick={() => dismissToast(toast.id)}
        className="text-inverse-faint! hover:bg-inverse-text/10! focus-visible:outline-inverse-text"
      >
        <X className="size-4" />
      </IconButton>
    </div>
  )
}

/** The seconds left; at none the toast goes. Time stands still while it is held, but for what happens at its end elsewhere. */
function useTimeLeft(toast: Toast, isHeld: boolean): number {
  const [left, setLeft] = useState(toast.seconds)
  const rest = useRef(toast.seconds * 1000)
  const { id } = toast
  useEffect(() => {
    if (isHeld) return
    const start = Date.now()
    const due = rest.current
    const end = setTimeout(() => dismissToast(id), due)
    const beat = setInterval(() => setLeft(Math.ceil((due - (Date.now() - start)) / 1000)), 200)
    return () => {
      clearTimeout(end)
      clearInterval(beat)
      rest.current = due - (Date.now() - start)
    }
  }, [id, isHeld])
  return left
}
