import { useSyncExternalStore } from 'react'
import { useParts } from './lazy-parts.ts'
import { confirmParts } from './overlays.ts'

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
  const answer = (isConfirmed: boolean) => {
    question?.answer(isConfirmed)
    setAsked(undefined)
  }
  const parts = useParts(confirmParts, question !== undefined)
  return parts && <parts.ConfirmDialog question={question} onAnswer={answer} />
}

function setAsked(question: Asked | undefined): void {
  asked = question
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
