import { AlertDialog } from 'radix-ui'
import { useRef } from 'react'
import { Button } from './button.tsx'
import { classes } from './classes.ts'
import type { Question } from './confirm.tsx'
import { scrim } from './overlay.ts'
import { texts } from './texts.ts'

type ConfirmDialogProps = { question: Question | undefined; onAnswer: (isConfirmed: boolean) => void }

export function ConfirmDialog({ question, onAnswer }: ConfirmDialogProps) {
  const before = useRef<Element | null>(null)
  return (
    <AlertDialog.Root open={question !== undefined} onOpenChange={(isOpen) => !isOpen && onAnswer(false)}>
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
                <Button variant={question.isDanger ? 'danger' : 'primary'} onClick={() => onAnswer(true)}>
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
