import { texts } from '../texts.ts'
import { usePeople } from './people.ts'
import { useTyping } from './use-typing.ts'

/** At the end of the thread: the contact, or a colleague, is writing. Its room is always there, so nothing moves. */
export function TypingLines({ conversationId }: { conversationId: string }) {
  const writers = useTyping(conversationId)
  const { contactName, nameOf, me } = usePeople()
  const lines = writers
    .filter(({ actorType, actorId }) => actorType !== 'user' || actorId !== me)
    .map(({ actorType, actorId }) =>
      actorType === 'user' ? texts.isReplying(nameOf(actorId)) : texts.isWriting(contactName),
    )
  return (
    <div role="status" className="-mb-2 flex h-6 items-center gap-2 px-4 text-xs text-muted">
      {lines.length > 0 && (
        <>
          <span aria-hidden className="inline-flex gap-0.5">
            <span className="size-1 animate-breathe rounded-full bg-current" />
            <span className="size-1 animate-breathe rounded-full bg-current [animation-delay:200ms]" />
            <span className="size-1 animate-breathe rounded-full bg-current [animation-delay:400ms]" />
          </span>
          <span className="truncate">{lines.join(' · ')}</span>
        </>
      )}
    </div>
  )
}
