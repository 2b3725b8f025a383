import type { Message } from '../protocol.ts'
import { timeOf } from '../times.ts'
import { filled } from '../words.ts'
import { Attachments } from './attachments.tsx'
import { Avatar } from './header.tsx'
import { Icon } from './icons.tsx'
import { Text } from './text.tsx'
import type { Shown } from './use-chat.ts'

export interface Said extends Omit<Message, 'id' | 'status'> {
  key: string
  status: Message['status'] | 'waiting' | 'failed'
  failure?: string | undefined
}

interface Place {
  said: Said
  day: string | undefined
  isFirst: boolean
  isLast: boolean
  showsStatus: boolean
}

export function Bubble({ said, day, isFirst, isLast, showsStatus, ...shown }: Shown & Place) {
  const { words, state } = shown
  const author = said.isMine ? words.you : (said.author?.name ?? state.settings?.name ?? '')
  const time = timeOf(said.createdAt, state.language)
  return (
    <>
      {day && (
        <p class="day">
          <span>{day}</span>
        </p>
      )}
      <div class={`said ${said.isMine ? 'mine' : 'theirs'} ${isFirst ? 'first' : ''} ${isLast ? 'last' : ''}`}>
        {!said.isMine && isLast && <Avatar name={author} />}
        <div class="body">
          <span class="unseen">{filled(words.says, { name: author, time })}</span>
          {!said.isMine && isFirst && said.author && (
            <span class="author" aria-hidden="true" dir="auto">
              {author}
            </span>
          )}
          {said.replyTo && <Quote {...shown} quoted={said.replyTo} />}
          {said.content && (
            <p class="text" dir="auto">
              <Text content={said.content} />
            </p>
          )}
          <Attachments {...shown} files={said.files} />
          {said.status === 'failed' && <Failure {...shown} said={said} />}
          {(showsStatus || (isLast && !said.isMine)) && said.status !== 'failed' && (
            <span class="meta">
              <span aria-hidden="true">{time}</span>
              {said.isMine && <Status said={said} {...shown} />}
            </span>
          )}
        </div>
      </div>
      {said.awayMessage && (
        <p class="aside" dir="auto">
          {said.awayMessage}
        </p>
      )}
    </>
  )
}

/** Enough of what it answers to know that again. */
function Quote({ quoted, words, state }: Shown & { quoted: NonNullable<Message['replyTo']> }) {
  const name = quoted.isMine ? words.you : (state.settings?.name ?? '')
  return (
    <blockquote class="quote">
      <span class="unseen">{filled(words.answers, { name })}</span>
      <span dir="auto">{quoted.content}</span>
    </blockquote>
  )
}

function Status({ said, words }: Shown & { said: Said }) {
  if (said.status === 'waiting')
    return (
      <span class="status">
        <Icon name="clock" /> {words.waiting}
      </span>
    )
  const isRead = said.status === 'read'
  return (
    <span class={isRead ? 'status read' : 'status'}>
      <Icon name={isRead ? 'two' : 'one'} /> {isRead ? words.read : words.sent}
    </span>
  )
}

function Failure({ said, chat, words }: Shown & { said: Said }) {
  return (
    <div class="failure" role="alert">
      <p>
        <Icon name="alert" /> {words.failed} <span dir="auto">{said.failure}</span>
      </p>
      <button type="button" class="plain" onClick={() => chat.retry(said.key)}>
        {words.retry}
      </button>
      <button type="button" class="plain" onClick={() => chat.discard(said.key)}>
        {words.discard}
      </button>
    </div>
  )
}
