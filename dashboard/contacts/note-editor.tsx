import { useId, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'

import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { TextArea } from '../ui/text-area.tsx'
import type { Colleague } from './contact.ts'
import { mentionBefore, mentionable, mentionedIn, withMention } from './mention-text.ts'
import { texts } from './texts.ts'
import { useColleagues } from './use-contact.ts'

export interface WrittenNote {
  note: string
  mentions: string[]
}

/** Writes a note; `@` finds colleagues to mention. Ctrl or ⌘ with Enter saves it. */
export function NoteEditor({
  label,
  saveLabel,
  initial = '',
  isBusy,
  error,
  onSave,
  onCancel,
}: {
  label: string
  saveLabel: string
  initial?: string
  isBusy: boolean
  error: string | undefined
  onSave: (note: WrittenNote, clear: () => void) => void
  onCancel?: (() => void) | undefined
}) {
  const colleagues = useColleagues()
  const listId = useId()
  const [text, setText] = useState(initial)
  const suggestion = useMentions(text, setText, colleagues)
  const save = () =>
    text.trim() && !isBusy && onSave({ note: text.trim(), mentions: mentionedIn(text, colleagues) }, () => setText(''))
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || suggestion.press(event)) return
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) save()
    else if (event.key === 'Escape' && onCancel) onCancel()
    else return
    event.preventDefault()
  }
  const isOpen = suggestion.people.length > 0
  return (
    <div className="flex flex-col gap-1.5">
      <TextArea
        ref={suggestion.area}
        aria-label={label}
        placeholder={label}
        rows={2}
        maxLength={10_000}
        value={text}
        autoFocus={onCancel !== undefined}
        onValueChange={setText}
        onSelect={suggestion.look}
        onKeyDown={press}
        aria-invalid={error !== undefined}
        {...(isOpen ? { 'aria-controls': listId, 'aria-activedescendant': `${listId}${suggestion.active}` } : {})}
        className="border-note-line! bg-note! text-note-text placeholder:text-note-text/70!"
      />
      {isOpen && <MentionList id={listId} {...suggestion} />}
      {error && (
        <p role="alert" className="text-xs text-danger-text">
          {error}
        </p>
      )}
      {(text.trim() || onCancel) && (
        <div className="flex items-center justify-end gap-2">
          <span className="me-auto text-xs text-faint">{texts.mentionHint}</span>
          {onCancel && (
            <Button size="small" variant="quiet" onClick={onCancel}>
              {texts.cancel}
            </Button>
          )}
          <Button size="small" variant="primary" isBusy={isBusy} disabled={!text.trim()} onClick={save}>
            {saveLabel}
          </Button>
        </div>
      )}
    </div>
  )
}

function MentionList({ id, people, active, pick }: { id: string } & Pick<Mentions, 'people' | 'active' | 'pick'>) {
  return (
    <ul id={id} role="listbox" aria-label={texts.mention} className="rounded-md border bg-raised p-1">
      {people.map((person, index) => (
        <li
          key={person._id}
          id={`${id}${index}`}
          role="option"
          aria-selected={index === active}
          onPointerDown={(event) => {
            // The text keeps the focus.
            event.preventDefault()
            pick(person)
          }}
          className={classes(
            'flex min-h-7 cursor-pointer items-center gap-2 rounded-md px-2',
            index === active && 'bg-hover',
          )}
        >
          <Avatar name={person.fullName} seed={person._id} size="tiny" />
          <span className="truncate">{person.fullName}</span>
        </li>
      ))}
    </ul>
  )
}

type Mentions = ReturnType<typeof useMentions>

function useMentions(text: string, setText: (text: string) => void, colleagues: readonly Colleague[]) {
  const area = useRef<HTMLTextAreaElement>(null)
  const [caret, setCaret] = useState(0)
  const [active, setActive] = useState(0)
  const [closedAt, setClosedAt] = useState(-1)
  const found = mentionBefore(text, caret)
  const isOpen = found !== undefined && found.at !== closedAt
  const people = isOpen ? mentionable(colleagues, found.words) : []
  const pick = (person: Colleague | undefined) => {
    if (!found || !person) return
    const next = withMention(text, found.at, caret, person.fullName)
    setText(next.text)
    setCaret(next.caret)
    setClosedAt(-1)
    requestAnimationFrame(() => area.current?.setSelectionRange(next.caret, next.caret))
  }
  const look = () => {
    setCaret(area.current?.selectionStart ?? 0)
    setActive(0)
  }
  const press = (event: KeyboardEvent): boolean => {
    if (people.length === 0) return false
    const acts: Record<string, () => void> = {
      ArrowDown: () => setActive((active + 1) % people.length),
      ArrowUp: () => setActive((active + people.length - 1) % people.length),
      Enter: () => pick(people[active]),
      Tab: () => pick(people[active]),
      Escape: () => setClosedAt(found?.at ?? -1),
    }
    const act = acts[event.key]
    if (!act) return false
    act()
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  return { area, people, active, pick, look, press }
}
