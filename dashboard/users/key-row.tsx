import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import type { KeyboardEvent } from 'react'

import type { Command } from '../ui/commands.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { texts } from './texts.ts'
import { writtenChord } from './written-chord.ts'

interface KeyRowProps {
  command: Pick<Command, 'id' | 'label'>
  keys: string
  isOwn: boolean
  takenBy: (keys: string) => string | undefined
  onChoose: (keys: string | undefined) => void
}

/** A command and its keys; pressed, it takes the next keys as its own. */
export function KeyRow({ command, keys, isOwn, takenBy, onChoose }: KeyRowProps) {
  const [typed, setTyped] = useState<string | undefined>()
  const shown = typed === undefined ? keys : typed
  const rival = shown && takenBy(shown)
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
      <span className="min-w-32 flex-1">{command.label}</span>
      {rival && <span className="text-xs text-warning-text">{texts.keysTaken(rival)}</span>}
      {isOwn && typed === undefined && (
        <IconButton label={texts.resetOne(command.label)} size="small" onClick={() => onChoose(undefined)}>
          <RotateCcw className="size-3.5" />
        </IconButton>
      )}
      <button
        type="button"
        onClick={() => setTyped('')}
        onBlur={() => setTyped(undefined)}
        onKeyDown={(event) => typed !== undefined && record(event, typed, setTyped, onChoose)}
        className="flex h-8 min-w-24 items-center justify-center rounded-md border border-control px-2 text-xs text-muted hover:bg-hover data-recording:border-focus"
        {...(typed === undefined ? {} : { 'data-recording': '' })}
      >
        <span className="sr-only">{texts.changeKeys(command.label)}: </span>
        {shown ? <Kbd keys={shown} /> : typed === undefined ? texts.noKeys : texts.pressKeys}
      </button>
      {typed !== undefined && (
        <p role="status" className="w-full text-end text-xs text-muted">
          {texts.recordHint}
        </p>
      )}
    </li>
  )
}

function record(
  event: KeyboardEvent,
  typed: string,
  setTyped: (keys: string | undefined) => void,
  onChoose: (keys: string) => void,
): void {
  if (event.key === 'Tab') return
  event.preventDefault()
  event.stopPropagation()
  if (event.key === 'Escape') return setTyped(undefined)
  const isRemoving = !typed && (event.key === 'Backspace' || event.key === 'Delete')
  if (event.key === 'Enter' || isRemoving) {
    if (typed || isRemoving) onChoose(typed)
    return setTyped(undefined)
  }
  const chord = writtenChord(event)
  if (!chord) return
  const chords = typed.split(' ').filter(Boolean)
  setTyped(chords.length === 1 ? `${typed} ${chord}` : chord)
}
