import { Bot } from 'lucide-react'
import { memo } from 'react'

import { Avatar } from '../../ui/avatar.tsx'
import { classes } from '../../ui/classes.ts'
import { clock, fullTime } from '../../ui/format.ts'
import { SafeText } from '../../ui/safe-text.tsx'
import { tip } from '../../ui/tooltip.tsx'
import { texts } from '../texts.ts'
import type { Message } from '../threads/message-rows.ts'
import { usePeople } from '../threads/people.ts'
import type { People } from '../threads/people.ts'
import { Attachments } from './attachments.tsx'
import { BubbleColumn, Bubble } from './bubble.tsx'
import type { Side } from './bubble.tsx'
import { DeliveryMark } from './delivery-mark.tsx'
import { DeliveryTrouble } from './delivery-trouble.tsx'
import { MessageActions } from './message-actions.tsx'
import { Quote } from './quote.tsx'
import { useActiveRow } from './use-active-row.ts'

export interface MessageRowProps {
  message: Message
  isFirst: boolean
  isLast: boolean
  /** Searched for, and marked. */
  words: string
  isPointedAt: boolean
}

/** One message of the thread. It can be focused by the arrows, and shows what can be done with it then. */
export const MessageRow = memo(function MessageRow({ message, isFirst, isLast, words, isPointedAt }: MessageRowProps) {
  const people = usePeople()
  const { isActive, handlers } = useActiveRow()
  const side = sideOf(message)
  const who = authorOf(message, people)
  const isOurs = side !== 'theirs'
  return (
    <article
      tabIndex={-1}
      data-message={message._id}
      aria-label={texts.saidAt(who, fullTime(message.createdAt))}
      {...handlers}
      className={classes(
        'flex gap-2 px-4 outline-offset-[-2px]',
        isFirst ? 'pt-3' : 'pt-0.5',
        isOurs ? 'justify-end' : 'justify-start',
        isPointedAt && 'bg-selected',
      )}
    >
      {!isOurs && <Face isShown={isLast} name={people.contactName} seed={people.contactId} />}
      <BubbleColumn isOurs={isOurs}>
        {isFirst && <Author message={message} who={who} people={people} />}
        {message.replyToId && <Quote id={message.replyToId} conversationId={message.conversationId} />}
        <Attachments message={message} isOurs={isOurs} />
        {message.content !== '' && (
          <Bubble side={side} isFirst={isFirst} isLast={isLast}>
            <SafeText text={message.content} words={words} />
          </Bubble>
        )}
        <Reaction emoji={message.reaction} />
        <Footer message={message} isShown={isLast || isActive} />
        <DeliveryTrouble message={message} />
        {isActive && <MessageActions message={message} isOurs={isOurs} />}
      </BubbleColumn>
    </article>
  )
})

function sideOf({ direction, sentBy, isAIGenerated }: Message): Side {
  if (direction === 'inbound') return 'theirs'
  return isAIGenerated || sentBy === null ? 'machine' : 'ours'
}

function authorOf({ direction, sentBy, isAIGenerated }: Message, { me, contactName, nameOf }: People): string {
  if (direction === 'inbound') return contactName
  if (isAIGenerated) return texts.autopilot
  if (sentBy === null) return texts.automatic
  return sentBy === me ? texts.you : nameOf(sentBy)
}

function Face({ isShown, name, seed }: { isShown: boolean; name: string; seed: string }) {
  return (
    <span className="flex w-6 shrink-0 items-end pb-5 max-sm:hidden">
      {isShown && <Avatar name={name} seed={seed} size="small" />}
    </span>
  )
}

function Author({ message, who, people }: { message: Message; who: string; people: People }) {
  const { direction, sentBy } = message
  if (direction === 'inbound' || sentBy === people.me) return <span className="sr-only">{who}</span>
  const isMachine = sideOf(message) === 'machine'
  return (
    <span className="inline-flex items-center gap-1 px-1 text-xs text-muted">
      {isMachine && <Bot aria-hidden className="size-3.5" />}
      {who}
    </span>
  )
}

function Reaction({ emoji }: { emoji: Message['reaction'] }) {
  if (!emoji) return undefined
  return (
    <span
      role="img"
      aria-label={texts.reaction(emoji)}
      {...tip(texts.reaction(emoji))}
      className="z-10 -mt-2 ms-2 rounded-full border bg-surface px-1.5 text-sm leading-5"
    >
      {emoji}
    </span>
  )
}

function Footer({ message, isShown }: { message: Message; isShown: boolean }) {
  const isOut = message.direction === 'outbound'
  const isTroubled = message.status === 'failed' || message.status === 'unknown'
  return (
    <span
      className={classes(
        'flex items-center gap-1 px-1 text-2xs text-faint tabular-nums',
        !isShown && !isTroubled && 'sr-only',
      )}
    >
      <time dateTime={message.createdAt} {...tip(fullTime(message.createdAt))}>
        {clock(message.createdAt)}
      </time>
      {message.editedAt && <span {...tip(fullTime(message.editedAt))}>{texts.edited}</span>}
      {isOut && <DeliveryMark status={message.status} />}
    </span>
  )
}
