import { useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'

import { Avatar } from '../../ui/avatar.tsx'
import type { ReplyActions } from '../sending/entries.ts'
import { usePeople } from '../threads/people.ts'
import { composerTexts as texts } from './composer-texts.ts'
import { mentionAt, replaceTrigger, slashAt } from './mentions.ts'
import type { Trigger } from './mentions.ts'
import { previewQuery, ReplyPreview, useSavedReplies } from './saved-replies.tsx'
import { SuggestionList } from './suggestion-list.tsx'
import type { Suggestion } from './suggestion-list.tsx'

interface Written {
  text: string
  caret: number
  isNote: boolean
  /** With what the saved reply that was chosen does besides. */
  onReplace: (text: string, caret: number, actions?: ReplyActions) => void
}

interface Suggestions {
  list: ReactNode
  /** For the text area: what it controls, and which option is active. */
  aria: Record<string, string | boolean | undefined>
  /** Answers whether the key was meant for the list. */
  press: (event: KeyboardEvent) => boolean
}

/** Colleagues after an @ in a note, saved replies after a / in a message. */
export function useSuggestions({ text, caret, isNote, onReplace }: Written): Suggestions {
  const id = useId()
  const { contactId } = usePeople()
  const [closedAt, setClosedAt] = useState<string>()
  const [active, setActive] = useState({ trigger: '', index: 0 })
  const trigger = isNote ? mentionAt(text, caret) : slashAt(text, caret)
  const place = trigger && `${isNote} ${trigger.start}`
  const isOpen = trigger !== undefined && closedAt !== place
  const offers = useOffers(isOpen ? trigger : undefined, isNote, onReplace, text)
  const name = `${place} ${trigger?.query ?? ''}`
  const index = active.trigger === name ? Math.min(active.index, offers.suggestions.length - 1) : 0
  // A name or a path that nobody has is simply written.
  if (!isOpen || (offers.suggestions.length === 0 && (trigger.query.includes(' ') || trigger.query.length > 12)))
    return { list: undefined, aria: {}, press: () => false }

  const move = (step: number) => {
    const count = offers.suggestions.length
    if (count > 0) setActive({ trigger: name, index: (index + step + count) % count })
  }
  const press = (event: KeyboardEvent): boolean => {
    if (event.nativeEvent.isComposing) return false
    const acts: Record<string, () => void> = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Escape: () => setClosedAt(place),
      ...(offers.suggestions.length > 0 ? { Enter: () => offers.pick(index), Tab: () => offers.pick(index) } : {}),
    }
    const act = event.ctrlKey || event.metaKey || event.shiftKey ? undefined : acts[event.key]
    if (!act) return false
    event.preventDefault()
    event.stopPropagation()
    act()
    return true
  }
  const reply = offers.replies[index]
  const list = (
    <SuggestionList
      id={id}
      label={isNote ? texts.mention : texts.savedReplies}
      suggestions={offers.suggestions}
      activeIndex={index}
      onHover={(hovered) => setActive({ trigger: name, index: hovered })}
      onPick={(picked) => offers.pick(picked)}
      emptyText={offers.emptyText}
      aside={reply && <ReplyPreview reply={reply} contactId={contactId} />}
    />
  )
  const option = offers.suggestions.length > 0 ? `${id}-${index}` : undefined
  return { list, press, aria: { 'aria-controls': id, 'aria-activedescendant': option, 'aria-autocomplete': 'list' } }
}

function useOffers(trigger: Trigger | undefined, isNote: boolean, onReplace: Written['onReplace'], text: string) {
  const queries = useQueryClient()
  const { colleagues, me, contactId } = usePeople()
  const { replies, isEmpty } = useSavedReplies(isNote ? undefined : trigger?.query)
  const query = trigger?.query.toLowerCase() ?? ''
  const named = colleagues.filter(({ _id, fullName }) => _id !== me && fitsName(fullName, query)).slice(0, 20)
  const suggestions: Suggestion[] = isNote
    ? named.map(({ _id, fullName }) => ({
        id: _id,
        label: fullName,
        icon: <Avatar name={fullName} seed={_id} size="tiny" />,
      }))
    : replies.map(({ _id, name, shortcut, template }) => ({
        id: _id,
        label: name,
        ...(shortcut ? { mark: `/${shortcut}` } : {}),
        hint: template.replaceAll(/\s+/gu, ' '),
      }))

  const replace = (replacement: string, actions?: ReplyActions) => {
    if (!trigger) return
    const next = replaceTrigger(text, trigger, replacement)
    onReplace(next.text, next.caret, actions)
  }
  const pick = (index: number) => {
    if (isNote) return replace(`@${named[index]?.fullName ?? ''} `)
    const reply = replies[index]
    if (!reply) return undefined
    const fill = (content: string) => replace(content, reply.actions ?? undefined)
    // What could not be filled in stands there as a variable, and the send waits for it.
    queries.fetchQuery({ ...previewQuery(reply.template, contactId), staleTime: 60_000 }).then(
      ({ content }) => fill(content),
      () => fill(reply.template),
    )
  }
  const emptyText = isNote ? texts.mentionNone : isEmpty ? texts.savedEmpty : texts.savedNone
  return { suggestions, pick, emptyText, replies: isNote ? [] : replies }
}

/** By the beginning of any of its words. */
function fitsName(fullName: string, query: string): boolean {
  const name = fullName.toLowerCase()
  return name.startsWith(query) || name.split(/\s+/u).some((word) => word.startsWith(query))
}
