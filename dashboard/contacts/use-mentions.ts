import { useState } from 'react'
import type { KeyboardEvent, RefObject } from 'react'
import { flushSync } from 'react-dom'

import type { Colleague } from './contact.ts'
import { mentionBefore, mentionable, withMention } from './mention-text.ts'

interface Written {
  area: RefObject<HTMLTextAreaElement | null>
  text: string
  setText: (text: string) => void
  colleagues: readonly Colleague[]
}

/** The colleagues who may be meant by what stands before the caret, and what the keys do with them. */
export function useMentions({ area, text, setText, colleagues }: Written) {
  const [caret, setCaret] = useState(0)
  const [active, setActive] = useState(0)
  const [closedAt, setClosedAt] = useState(-1)
  const found = mentionBefore(text, caret)
  const isOpen = found !== undefined && found.at !== closedAt
  const people = isOpen ? mentionable(colleagues, found.words) : []
  const pick = (person: Colleague | undefined) => {
    if (!found || !person) return
    const next = withMention(text, found.at, caret, person.fullName)
    // The caret has to stand behind the name before the next key comes.
    flushSync(() => {
      setText(next.text)
      setCaret(next.caret)
      setClosedAt(-1)
    })
    area.current?.setSelectionRange(next.caret, next.caret)
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
  return { people, active, pick, look, press }
}

export type Mentions = ReturnType<typeof useMentions>
