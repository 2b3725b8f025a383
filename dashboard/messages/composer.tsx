import type { Schema } from '../api/shapes.ts'
import { ComposerBox } from './composing/composer-box.tsx'
import type { Leaving } from './composing/leaving.ts'
import { PeopleContext, usePeopleOf } from './threads/people.ts'

interface ComposerProps {
  conversation: Schema<'InboxConversation'>
  /** For whoever sends and resolves, or snoozes, in one. */
  leaving: Leaving
}

/** Where one answers the contact, or notes something for colleagues. */
export function Composer({ conversation, leaving }: ComposerProps) {
  const people = usePeopleOf(conversation)
  return (
    <PeopleContext value={people}>
      <ComposerBox key={conversation._id} conversation={conversation} leaving={leaving} />
    </PeopleContext>
  )
}
