import { useEffect, useEffectEvent } from 'react'
import type { RefObject } from 'react'

import type { Message } from '../threads/message-rows.ts'
import { onAnswer, quotedLine } from '../threads/quoting.ts'
import type { DraftState } from './use-draft.ts'

/** Somebody chose a message of the thread to answer: it stands over the text, or in it where the channel shows no quotes. */
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
  useEffect(() => onAnswer((message, how) => begin(message, how)), [])
}
