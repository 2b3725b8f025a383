import { AlertDialog } from 'radix-ui'
import { useRef, useSyncExternalStore } from 'react'
import { Button } from './button.tsx'
import { classes } from './classes.ts'
import { scrim } from './overlay.ts'
import { texts } from './texts.ts'

export type Question = {
  title: string
  text?: string
  /** The verb of what will happen: `Delete`, never `OK`. */
  confirmLabel: string
  cancelLabel?: string
  isDanger?: boolean
}
type Asked = Question & { answer: (isConfirmed: boolean) => void }

const listeners = new Set<() => void>()
let asked: Asked | undefined

/** Asks before something that cannot be undone. */
export function askToConfirm(question: Question): Promise<boolean> {
  asked?.answer(false)
  return new Promise((resolve) => {
    setAsked({ ...question, answer: resolve })
  })
}

/** Stands once on the page; UiRoot has it. */
export function ConfirmHost() {
  const question = useSyncExternalStore(subscribe, () => asked)
  const before = useRef<Element | null>(null)
  const answer = (isConfirmed: boolean) => {
    question?.answer(isConfirmed)
    setAsked(undefined)
  }
  return (
    <AlertDialog.Root open={question !== undefined} onOpenChange={(isOpen) => !isOpen && answer(false)}>
      {question && (
        <AlertDialog.Portal>
          <AlertDialog.Overlay
            className={classes(scrim, 'z-50 flex items-start justify-center overflow-y-auto p-4 pt-[16vh]')}
          >
            <AlertDialog.Content
              {...(question.text ? {} : { 'aria-describedby': undefined })}
              onOpenAutoFocus={() => (before.current = document.activeElement)}
              onCloseAutoFocus={(event) => {
                event.preventDefault()
                if (before.current instanceof HTMLElement) before.current.focus()
              }}
              className="w-full max-w-sm rounded-xl border border-line-strong bg-raised p-4 shadow-raised outline-none animate-rise"
            >
              <AlertDialog.Title className="text-base font-semibold text-balance">{question.title}</AlertDialog.Title>
              {question.text && (
                <AlertDialog.Description className="mt-1 text-pretty text-muted">
                  {question.text}
                </AlertDialog.Description>
              )}
              <div className="mt-5 flex flex-wrap justify-end gap-2">
                <AlertDialog.Cancel asChild>
                  <Button>{question.cancelLabel ?? texts.cancel}</Button>
                </AlertDialog.Cancel>
                <Button variant={question.isDanger ? 'danger' : 'primary'} onClick={() => answer(true)}>
                  {question.confirmLabel}
                </Button>
              </div>
            </AlertDialog.Content>
          </AlertDialog.Overlay>
        </AlertDialog.Portal>
      )}
    </AlertDialog.Root>
  )
}

function setAsked(question: Asked | undefined): void {
  asked = question
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
