import { useEffect } from 'react'

import { useCommand } from '../ui/commands.ts'
import { forgetAhead, writeAhead } from './composing/ahead.ts'
import { aheadTexts as texts } from './composing/ahead-texts.ts'

/** The keys that begin an answer are there as soon as a conversation is chosen; its composer takes them over once it is. */
export function useWritingAhead(conversationId: string | undefined): void {
  const { section } = texts
  const isOpen = conversationId !== undefined
  const reply = { id: 'messages.reply', label: texts.keyReply, section, keys: 'r', run: () => writeAhead(false) }
  const note = { id: 'messages.note', label: texts.keyNote, section, keys: 'n', run: () => writeAhead(true) }
  useCommand(isOpen ? reply : undefined)
  useCommand(isOpen ? note : undefined)
  useEffect(() => forgetAhead, [conversationId])
}
