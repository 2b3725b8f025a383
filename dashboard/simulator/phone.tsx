import { BatteryFull, Signal, Wifi } from 'lucide-react'
import type { ReactNode } from 'react'

import { Avatar } from '../ui/avatar.tsx'
import { clock } from '../ui/format.ts'
import { useNow } from '../ui/use-now.ts'
import { PageActs } from './page-acts.tsx'
import { PhoneComposer } from './phone-composer.tsx'
import { PhoneThread } from './phone-thread.tsx'
import type { Channel } from './queries.ts'
import { shownAddress, shownNumber } from './shown-number.ts'
import { texts } from './texts.ts'
import { usePageAct } from './use-page-act.ts'
import { usePhone } from './use-phone.ts'
import type { Player } from './use-phone.ts'

/** Somebody's phone, with the thread with us on it. Everything is the other way round: what we sent came in here. */
export function Phone({
  channel,
  player,
  isFocused = false,
}: {
  channel: Channel
  player: Player
  /** Whether one can write at once. */
  isFocused?: boolean
}) {
  const { contact, name } = player
  const { thread, lines, isTyping, writing, refresh } = usePhone(channel, player)
  const act = usePageAct(channel, contact, refresh)
  const isPage = channel.type === 'facebook'
  return (
    <section
      aria-label={texts.phoneOf(name ?? shownNumber(contact))}
      className="flex h-full min-h-0 w-full flex-col overflow-hidden bg-surface"
    >
      <header className="flex items-center gap-2.5 border-b bg-canvas px-3 py-2">
        <Avatar name={channel.name} seed={channel._id} size="medium" />
        <div className="min-w-0 flex-1">
          <p className="truncate font-medium">{channel.name}</p>
          <p className="truncate text-2xs text-muted tabular-nums">{shownAddress(channel)}</p>
        </div>
        {isPage && <PageActs onAct={(next) => act.mutate(next)} />}
      </header>
      <PhoneThread
        thread={thread}
        lines={lines}
        isTyping={isTyping}
        onReact={
          isPage ? (messageId, emoji) => act.mutate({ kind: 'reaction', messageId, body: emoji ?? '' }) : undefined
        }
      />
      <PhoneComposer type={channel.type} isFocused={isFocused} onSend={(said) => writing.mutate(said)} />
    </section>
  )
}

/** The body of a phone around its screen. */
export function PhoneBody({ children }: { children: ReactNode }) {
  const now = useNow()
  return (
    <div className="mx-auto flex h-full max-h-[46rem] min-h-96 w-full max-w-[22.5rem] flex-col overflow-hidden rounded-[2.75rem] border-[0.625rem] border-[light-dark(#16191a,#596264)] bg-canvas shadow-raised">
      <div aria-hidden className="flex h-9 shrink-0 items-center justify-between bg-canvas px-6 text-xs font-semibold">
        <span className="tabular-nums">{clock(now)}</span>
        <span className="h-5 w-20 rounded-full bg-[#0b0d0e]" />
        <span className="flex items-center gap-1">
          <Signal className="size-3.5" />
          <Wifi className="size-3.5" />
          <BatteryFull className="size-4" />
        </span>
      </div>
      <div className="min-h-0 flex-1">{children}</div>
      <div aria-hidden className="flex h-5 shrink-0 items-center justify-center bg-canvas">
        <span className="h-1 w-28 rounded-full bg-text/70" />
      </div>
    </div>
  )
}
