import { useState } from 'react'
import type { KeyboardEvent, RefObject } from 'react'

import { useIsPhone } from '../../ui/use-media-query.ts'
import { useAutoHeight } from '../../ui/use-auto-height.ts'
import { usePeople } from '../threads/people.ts'
import { composerTexts as texts } from './composer-texts.ts'
import { usePreferences } from './preferences.ts'
import type { DraftState } from './use-draft.ts'
import { useSayTyping } from './use-say-typing.ts'
import { useSuggestions } from './use-suggestions.tsx'

interface ComposerTextProps {
  area: RefObject<HTMLTextAreaElement | null>
  draft: DraftState
  conversationId: string
  onSend: () => void
}

const mostRows = 10

/** The text itself, as high as it needs. */
export function ComposerText({ area, draft, conversationId, onSend }: ComposerTextProps) {
  const { content, isNote, write } = draft
  const { contactName } = usePeople()
  const { enterSends } = usePreferences()
  const isPhone = useIsPhone()
  const [caret, setCaret] = useState(content.length)
  const say = useSayTyping(conversationId)
  const measured = useAutoHeight(content, mostRows, area)
  const change = (text: string, position: number, actions?: DraftState['actions']) => {
    setCaret(position)
    write({ content: text, ...(actions ? { actions } : {}) })
    if (!isNote) say(text.trim() !== '')
  }
  const suggestions = useSuggestions({
    text: content,
    caret,
    isNote,
    onReplace: (text, position, actions) => {
      change(text, position, actions)
      requestAnimationFrame(() => {
        area.current?.focus()
        area.current?.setSelectionRange(position, position)
      })
    },
  })
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (suggestions.press(event) || event.nativeEvent.isComposing) return
    if (event.key === 'Escape') return event.currentTarget.blur()
    const isPlainEnter = event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey
    // On a telephone Enter is the only way to a new line.
    if (!isPlainEnter || !enterSends || isPhone) return undefined
    event.preventDefault()
    say(false)
    onSend()
  }
  const placeholder = isPhone ? texts.messagePlaceholderPhone : texts.messagePlaceholder
  return (
    <>
      {suggestions.list}
      <textarea
        ref={measured}
        dir="auto"
        rows={2}
        data-composer=""
        aria-label={isNote ? texts.writeNote : texts.writeMessage(contactName)}
        {...suggestions.aria}
        placeholder={isNote ? texts.notePlaceholder : placeholder}
        value={content}
        maxLength={20_000}
        onChange={({ currentTarget }) => change(currentTarget.value, currentTarget.selectionStart)}
        onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
        onBlur={() => say(false)}
        onKeyDown={press}
        className="block w-full resize-none bg-transparent px-3 py-1.5 text-base outline-none placeholder:text-current/60"
      />
    </>
  )
}
