import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Smartphone } from 'lucide-react'
import { useState } from 'react'

import { basePath } from '../api/client.ts'
import { useMay, useSession } from '../api/session.ts'
import { useCommand } from '../ui/commands.ts'
import { Delayed } from '../ui/delayed.tsx'
import { ExternalLink } from '../ui/link.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { SkeletonLines } from '../ui/skeleton.tsx'
import { EmptyState, ErrorState, NoPermission } from '../ui/state.tsx'
import { usePageTitle } from '../ui/title.ts'
import { ChannelChoice } from './channel-choice.tsx'
import { FirstChannel } from './first-channel.tsx'
import { NewPlayerDialog } from './new-player-dialog.tsx'
import { PeopleList } from './people-list.tsx'
import { Phone, PhoneBody } from './phone.tsx'
import { channelsQuery, playable } from './queries.ts'
import type { Channel } from './queries.ts'
import { SimulationSwitches } from './simulation-switches.tsx'
import { readSimulatorSearch } from './simulator-search.ts'
import { texts } from './texts.ts'
import { useTaken } from './use-people.ts'
import type { Player } from './use-phone.ts'

/** The log-in of the demo organization. */
const demoEmail = 'demo@example.com'

export function SimulatorPage() {
  const may = useMay()
  const { data, error, refetch } = useQuery(channelsQuery)
  usePageTitle(texts.simulator)
  const channels = playable(data ?? [])
  return (
    <main className="flex min-h-0 flex-1 flex-col overflow-y-auto bg-surface px-4 py-4 md:px-8 md:py-6">
      <PageHeader title={texts.simulator} description={texts.simulatorAbout} />
      {!may('simulateInbound') && <NoPermission />}
      {error && <ErrorState text={error.message} onRetry={() => void refetch()} />}
      {!data && !error && (
        <Delayed>
          <SkeletonLines count={6} />
        </Delayed>
      )}
      {may('simulateInbound') && data && (channels.length > 0 ? <Desk channels={channels} /> : <FirstChannel />)}
    </main>
  )
}

function Desk({ channels }: { channels: Channel[] }) {
  const may = useMay()
  const navigate = useNavigate()
  const { channelId, contact } = readSimulatorSearch(useSearch({ strict: false }))
  const [names, setNames] = useState<Record<string, string | undefined>>({})
  const [isChoosing, setIsChoosing] = useState(false)
  const channel = channels.find(({ _id }) => _id === channelId) ?? channels[0]!
  const taken = useTaken(channels, channel)
  const go = (search: { channelId: string; contact?: string }) => void navigate({ to: '/simulator', search })
  const play = (player: Player) => {
    setIsChoosing(false)
    setNames({ ...names, [player.contact]: player.name })
    go({ channelId: channel._id, contact: player.contact })
  }
  const startNew = () => setIsChoosing(true)
  useCommand({ id: 'simulator.new', label: texts.somebodyNew, section: texts.section, run: startNew })
  return (
    <div className="grid gap-6 md:min-h-0 md:flex-1 md:grid-cols-[17rem_minmax(20rem,1fr)] lg:grid-cols-[17rem_minmax(20rem,1fr)_15rem]">
      <div className="flex max-h-96 min-h-0 flex-col gap-5 md:max-h-none">
        <ChannelChoice channels={channels} channel={channel} onChoose={(id) => go({ channelId: id })} />
        <PeopleList channel={channel} contact={contact} onPlay={play} onNew={startNew} />
      </div>
      <div className="h-[38rem] md:h-auto md:min-h-0">
        <PhoneBody>
          {contact ? (
            <Phone key={`${channel._id} ${contact}`} channel={channel} player={{ contact, name: names[contact] }} />
          ) : (
            <div className="flex h-full items-center justify-center">
              <EmptyState icon={<Smartphone />} title={texts.noContact} text={texts.noContactText} />
            </div>
          )}
        </PhoneBody>
      </div>
      <div className="flex flex-col gap-5 md:col-span-2 lg:col-span-1">
        {may('updateChannel') && channel.provider === 'simulator' && <SimulationSwitches channel={channel} />}
        <DemoSite />
      </div>
      {isChoosing && (
        <NewPlayerDialog channel={channel} taken={taken} onPlay={play} onClose={() => setIsChoosing(false)} />
      )}
    </div>
  )
}

/** The page with the chat of the demo organization: what is written there arrives nowhere else. */
function DemoSite() {
  const { user } = useSession()
  if (user.email !== demoEmail) return undefined
  return (
    <p className="text-xs text-pretty text-muted">
      {texts.webchat} <ExternalLink href={new URL(`${basePath}/demo`, location.href).href}>{texts.demo}</ExternalLink>
    </p>
  )
}
