import { useQuery } from '@tanstack/react-query'
import { Smartphone, X } from 'lucide-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'

import { useMay } from '../api/session.ts'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { ChannelChoice } from './channel-choice.tsx'
import { FirstChannel } from './first-channel.tsx'
import { NewPlayerDialog } from './new-player-dialog.tsx'
import { PeopleList } from './people-list.tsx'
import { Phone } from './phone.tsx'
import { channelsQuery, playable } from './queries.ts'
import type { Channel } from './queries.ts'
import { shownNumber } from './shown-number.ts'
import { texts } from './texts.ts'
import { useTaken } from './use-people.ts'
import type { Player } from './use-phone.ts'

interface SimulatorDrawerProps {
  onClose: () => void
  /** Whose phone it is at first: of the conversation that is open, for example. */
  channelId?: string | undefined
  contact?: string | undefined
}

/** The phone over any page, which stays usable beside it: nothing is dimmed, and the focus may leave. */
export function SimulatorDrawer({ onClose, channelId, contact }: SimulatorDrawerProps) {
  const may = useMay()
  const { data = [], isSuccess } = useQuery(channelsQuery)
  const channels = playable(data)
  const drawer = useRef<HTMLElement>(null)
  const leave = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented) onClose()
  })
  // Whoever opened it is in it, and is back where they were when it closes.
  useEffect(() => {
    const before = document.activeElement
    const { current: shown } = drawer
    if (!shown?.contains(before)) shown?.focus()
    const press = (event: KeyboardEvent) => leave(event)
    shown?.addEventListener('keydown', press)
    return () => {
      shown?.removeEventListener('keydown', press)
      const isInside = document.activeElement === document.body || shown?.contains(document.activeElement)
      if (isInside && before instanceof HTMLElement) before.focus()
    }
  }, [])
  if (!may('simulateInbound')) return undefined
  return (
    <aside
      ref={drawer}
      tabIndex={-1}
      aria-label={texts.simulator}
      className="fixed end-0 bottom-0 z-30 flex h-[min(44rem,100dvh)] w-full animate-rise flex-col border bg-raised outline-none shadow-raised xs:end-4 xs:bottom-4 xs:h-[min(44rem,calc(100dvh-2rem))] xs:w-88 xs:rounded-xl"
    >
      <div className="flex items-center gap-2 border-b py-1.5 ps-4 pe-2">
        <Smartphone aria-hidden className="size-4 text-faint" />
        <h2 className="min-w-0 flex-1 truncate text-sm font-semibold">{texts.simulator}</h2>
        <IconButton label={texts.close} keys="escape" size="small" onClick={onClose}>
          <X className="size-4" />
        </IconButton>
      </div>
      {channels.length > 0 && <Play channels={channels} channelId={channelId} contact={contact} />}
      {isSuccess && channels.length === 0 && <FirstChannel />}
    </aside>
  )
}

interface PlayProps {
  channels: Channel[]
  channelId: string | undefined
  contact: string | undefined
}

function Play({ channels, channelId, contact }: PlayProps) {
  const [chosen, setChosen] = useState(channelId)
  const channel = channels.find(({ _id }) => _id === chosen) ?? channels[0]!
  // Visitors are played by their names, not by where they are found; and nobody is played on another channel than their own.
  const isTheirs = channel._id === channelId && channel.type !== 'webchat'
  const [player, setPlayer] = useState<Player | undefined>(contact && isTheirs ? { contact } : undefined)
  const [isChoosing, setIsChoosing] = useState(false)
  const taken = useTaken(channels, channel)
  const play = (next: Player) => {
    setPlayer(next)
    setIsChoosing(false)
  }
  return (
    <>
      {player ? (
        <>
          <div className="flex items-center gap-2 border-b px-3 py-1.5">
            <p className="min-w-0 flex-1 truncate text-xs text-muted">
              {texts.phoneOf(player.name ?? shownNumber(player.contact))}
            </p>
            <Button size="small" variant="quiet" onClick={() => setPlayer(undefined)}>
              {texts.somebodyElse}
            </Button>
          </div>
          <div className="min-h-0 flex-1 overflow-hidden xs:rounded-b-xl">
            <Phone key={`${channel._id} ${player.contact}`} channel={channel} player={player} isFocused />
          </div>
        </>
      ) : (
        <div className="flex min-h-0 flex-1 flex-col gap-4 p-3">
          <ChannelChoice channels={channels} channel={channel} onChoose={setChosen} />
          <PeopleList channel={channel} contact={undefined} onPlay={play} onNew={() => setIsChoosing(true)} />
        </div>
      )}
      {isChoosing && (
        <NewPlayerDialog channel={channel} taken={taken} onPlay={play} onClose={() => setIsChoosing(false)} />
      )}
    </>
  )
}
