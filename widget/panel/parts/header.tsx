import { whenOf } from '../times.ts'
import { filled } from '../words.ts'
import { Icon } from './icons.tsx'
import type { Shown } from './use-chat.ts'

export function Header({ chat, state, words }: Shown) {
  const name = state.settings?.name ?? ''
  const isOpen = state.settings?.hours.isOpen ?? true
  const status = presence({ chat, state, words })
  return (
    <header>
      <Avatar name={state.agent ?? name} isThere={isOpen} />
      <div class="who">
        <h1 dir="auto">{name}</h1>
        {status && <p>{status}</p>}
      </div>
      <button type="button" class="close round" aria-label={words.close} onClick={() => chat.close()}>
        <Icon name="close" />
      </button>
    </header>
  )
}

export function Avatar({ name, isThere }: { name: string; isThere?: boolean }) {
  const [initial = ''] = name.trim()
  return (
    <span class="avatar" aria-hidden="true">
      {initial.toUpperCase()}
      {isThere && <i />}
    </span>
  )
}

function presence({ state, words }: Shown): string {
  const { hours } = state.settings ?? {}
  if (hours && !hours.isOpen)
    return hours.opensAt ? filled(words.awayUntil, { time: whenOf(hours.opensAt, state.language) }) : words.away
  return state.agent ? filled(words.isWithYou, { name: state.agent }) : ''
}
