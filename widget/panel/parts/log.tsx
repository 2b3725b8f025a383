import { useLayoutEffect, useRef, useState } from 'preact/hooks'

import { isSameBurst } from '../thread.ts'
import { dayOf } from '../times.ts'
import { filled, greetingOf } from '../words.ts'
import { Bubble } from './bubble.tsx'
import type { Said } from './bubble.tsx'
import { Avatar } from './header.tsx'
import { Icon } from './icons.tsx'
import { Rating } from './rating.tsx'
import type { Shown } from './use-chat.ts'

const nearMargin = 80
const nearMessages = 3

export function Log(shown: Shown) {
  const { chat, state, words } = shown
  const said = allSaid(shown)
  const { place, inside, isAway, toEnd, follow } = useEnd(`${said.at(-1)?.key} ${state.isTyping} ${state.rating}`)
  return (
    <main class="log" tabIndex={0} aria-label={words.messages} ref={place} onScroll={follow}>
      <div ref={inside}>
        {state.hasEarlier && (
          <button type="button" class="pill" onClick={() => void chat.loadEarlier()}>
            {words.earlier}
          </button>
        )}
        <Opening {...shown} />
        <div role="log" aria-label={words.messages}>
          {said.map((each, index) => (
            <Bubble key={each.key} {...shown} said={each} {...surroundings(said, index, shown)} />
          ))}
        </div>
        <Away {...shown} />
        {state.isTyping && state.isUp && <Typing {...shown} />}
        {state.isResolved && said.length > 0 && (
          <p class="aside">
            {words.ended} {words.endedNote}
          </p>
        )}
        <Rating {...shown} />
      </div>
      {isAway && (
        <button type="button" class="pill down" onClick={toEnd}>
          <Icon name="down" /> {words.newMessages}
        </button>
      )}
    </main>
  )
}

/** What the server has, and after it what still waits here. */
function allSaid({ state }: Shown): Said[] {
  const known = new Set(state.messages.map(({ clientId }) => clientId))
  const waiting = state.outgoing.filter(({ clientId }) => !known.has(clientId))
  return [
    // The same message is the same bubble, before and after the server took it.
    ...state.messages.map((message) => ({ ...message, key: message.clientId ?? message.id })),
    ...waiting.map(({ clientId, content, files, createdAt, failure }) => {
      const attachments = files.map((file) => ({ ...file, url: '', thumbnailUrl: null }))
      const status = failure === undefined ? ('waiting' as const) : ('failed' as const)
      return {
        key: clientId,
        clientId,
        isMine: true,
        author: null,
        replyTo: null,
        awayMessage: null,
        content,
        createdAt,
        status,
        failure,
        files: attachments,
      }
    }),
  ]
}

function surroundings(said: Said[], index: number, { state, words }: Shown) {
  const [before, each, next] = [said[index - 1], said[index]!, said[index + 1]]
  const day = dayOf(each.createdAt, state.language, words)
  return {
    day: before && dayOf(before.createdAt, state.language, words) === day ? undefined : day,
    isFirst: !isSameBurst(before, each),
    isLast: !isSameBurst(each, next),
    showsStatus: each.isMine && (each.status === 'failed' || !next?.isMine),
  }
}

function Opening({ state, words }: Shown) {
  const { settings, hasEarlier } = state
  if (!settings || hasEarlier) return null
  return (
    <div class="greeting">
      <Avatar name={settings.name} />
      <p>
        <span dir="auto">{greetingOf(settings, words) || words.empty}</span>
      </p>
    </div>
  )
}

/** Stands there for as long as nobody is, unless it stands below what was written just now. */
function Away({ state, words }: Shown) {
  const { settings, messages } = state
  if (!settings || settings.hours.isOpen) return null
  const away = settings.hours.awayMessage ?? words.awayNote
  if (messages.slice(-nearMessages).some(({ awayMessage }) => awayMessage === away)) return null
  return (
    <p class="aside" dir="auto">
      {away}
    </p>
  )
}

function Typing({ state, words }: Shown) {
  const text = filled(words.typing, { name: state.agent ?? words.someone })
  return (
    <div class="typing" role="status">
      <span class="unseen">{text}</span>
      <i />
      <i />
      <i />
    </div>
  )
}

/** Stays at the end while the reader is there, and leaves the reader in peace who has scrolled up. */
function useEnd(latest: string) {
  const place = useRef<HTMLElement>(null)
  const inside = useRef<HTMLDivElement>(null)
  const isNear = useRef(true)
  const [isAway, setIsAway] = useState(false)
  const toEnd = () => {
    const { current } = place
    if (current) current.scrollTop = current.scrollHeight
  }
  const follow = () => {
    const { current } = place
    if (!current) return
    isNear.current = current.scrollHeight - current.scrollTop - current.clientHeight < nearMargin
    if (isNear.current) setIsAway(false)
  }
  useLayoutEffect(() => {
    if (isNear.current) toEnd()
    else setIsAway(true)
  }, [latest])
  useLayoutEffect(() => {
    const watcher = new ResizeObserver(() => isNear.current && toEnd())
    for (const { current } of [place, inside]) if (current) watcher.observe(current)
    return () => watcher.disconnect()
  }, [])
  return { place, inside, isAway, toEnd, follow }
}
