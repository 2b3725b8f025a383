import { lastOfTheirs } from '../thread.ts'
import { whenOf } from '../times.ts'
import { filled } from '../words.ts'
import { Icon } from './icons.tsx'
import type { Shown } from './use-chat.ts'

export function Header({ chat, state, words }: Shown) {
  const name = state.settings?.name ?? ''
  const status = presence({ chat, state, words })
  return (
    <header>
      <Avatar name={state.agent ?? name} />
      <div class="who">
        <h1>
          <bdi>{name}</bdi>
        </h1>
        {status && <p>{status}</p>}
      </div>
      <button type="button" class="close round" aria-label={words.close} onClick={() => chat.close()}>
        <Icon name="close" />
      </button>
    </header>
  )
}

export function Avatar({ name }: { name: string }) {
  const [initial = ''] = name.trim()
  return (
    <span class="avatar" aria-hidden="true">
      {initial.toUpperCase()}
    </span>
  )
}

function presence({ state, words }: Shown): string {
  const { hours } = state.settings ?? {}
  if (hours && !hours.isOpen)
    return hours.opensAt ? filled(words.awayUntil, { time: whenOf(hours, state.language) }) : words.away
  // Whether somebody is there at this moment is not known here.
  const name = lastOfTheirs(state.messages)?.author?.name
  return name ? filled(words.answered, { name }) : ''
}
