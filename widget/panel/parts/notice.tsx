import { Icon } from './icons.tsx'
import type { Shown } from './use-chat.ts'

/** What stands between the visitor and the conversation, if anything does. */
export function Notice({ chat, state, words }: Shown) {
  if (state.phase === 'starting') return <Line text={words.loading} />
  if (state.phase === 'refused') return <Line text={words.refused} />
  if (state.phase === 'unknown-visitor') return <Line text={words.unknownVisitor} />
  if (state.phase === 'ended')
    return (
      <Line text={words.sessionEnded}>
        <button type="button" class="primary" onClick={() => void chat.startAnew()}>
          {words.startAnew}
        </button>
      </Line>
    )
  if (state.isOffline) return <Line text={words.offline} isSlim />
  return state.isUp ? null : <Line text={words.reconnecting} isSlim />
}

function Line({ text, isSlim, children }: { text: string; isSlim?: boolean; children?: preact.ComponentChildren }) {
  return (
    <div class={isSlim ? 'notice slim' : 'notice'} role="status">
      {isSlim && <Icon name="cloud" />}
      <p>{text}</p>
      {children}
    </div>
  )
}
