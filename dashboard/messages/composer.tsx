import type { Schema } from '../api/shapes.ts'
import { ComposerBox } from './composing/composer-box.tsx'
import { PeopleContext, usePeopleOf } from './threads/people.ts'

interface ComposerProps {
  conversation: Schema<'InboxConversation'>
  /** For whoever sends and resolves in one. */
  onResolve: () => void
}

/** Where one answers the contact, or notes something for colleagues. */
export function Composer({ conversation, onResolve }: ComposerProps) {
  const people = usePeopleOf(conversation)
  return (
    <PeopleContext value={people}>
      <ComposerBox key={conversation._id} conversation={conversation} onResolve={onResolve} />
    </PeopleContext>
  )
}
