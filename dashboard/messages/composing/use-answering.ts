import { useEffect, useEffectEvent } from 'react'
import type { RefObject } from 'react'

import type { Message } from '../threads/message-rows.ts'
import { onAnswer, quotedLine } from '../threads/quoting.ts'
import { takeAhead } from './ahead.ts'
import type { DraftState } from './use-draft.ts'

/**
 * Somebody chose a message of the thread to answer: it stands over the text, or in it where the channel shows no quotes. Or
 * they began to type before the composer was here.
 */
export function useAnswering(
  conversationId: string,
  draft: DraftState,
  area: RefObject<HTMLTextAreaElement | null>,
): void {
  const begin = useEffectEvent((message: Message, how: 'quote' | 'words') => {
    if (message.conversationId !== conversationId) return
    if (how === 'quote') draft.write({ isNote: false, replyToId: message._id })
    else draft.write({ isNote: false, content: quotedLine(message) + draft.content })
    requestAnimationFrame(() => {
      const { current } = area
      current?.focus()
      current?.setSelectionRange(current.value.length, current.value.length)
    })
  })
  const goOn = useEffectEvent((typed: { isNote: boolean; text: string }) => {
    draft.write({ isNote: typed.isNote, content: draft.content + typed.text })
    requestAnimationFrame(() => area.current?.focus())
  })
  useEffect(() => onAnswer((message, how) => begin(message, how)), [])
  useEffect(() => takeAhead((typed) => goOn(typed)), [])
}
