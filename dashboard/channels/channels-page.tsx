import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus, RadioTower } from 'lucide-react'

import { useMay } from '../api/session.ts'
import { buttonClasses } from '../ui/button-classes.ts'
import { useCommand } from '../ui/commands.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { EmptyState, NoPermission } from '../ui/state.tsx'
import { usePageTitle } from '../ui/title.ts'
import { ChannelPage } from './channel-page.tsx'
import { ChannelRow } from './channel-row.tsx'
import { ConnectPage } from './connect/connect-page.tsx'
import { channelsQuery } from './queries.ts'
import type { Channel } from './queries.ts'
import { texts } from './texts.ts'

export interface ChannelsPageProps {
  /** Of a channel; `new` connects one. */
  id: string | undefined
  search: Readonly<Record<string, string>>
  onSearch: (search: Record<string, string>) => void
  onOpen: (id: string | undefined) => void
}

export function ChannelsPage({ id, search, onSearch, onOpen }: ChannelsPageProps) {
  const may = useMay()
  const mayConnect = may('createChannel')
  usePageTitle(texts.channels)
  const connect = {
    id: 'channels.connect',
    label: texts.connect,
    section: texts.section,
    words: Object.values(texts.types).join(' '),
    run: () => onOpen('new'),
  }
  useCommand(mayConnect ? connect : undefined)
  if (id === 'new' && !mayConnect) return <NoPermission />
  if (id === 'new') return <ConnectPage kind={search['kind']} onSearch={onSearch} onOpen={onOpen} />
  if (id !== undefined) return <ChannelPage key={id} id={id} onLeave={() => onOpen(undefined)} />
  return <ChannelList mayConnect={mayConnect} />
}

function ChannelList({ mayConnect }: { mayConnect: boolean }) {
  const { data: channels } = useSuspenseQuery(channelsQuery)
  const connect = mayConnect && <ConnectLink />
  return (
    <>
      <PageHeader title={texts.channels} description={texts.channelsAbout} actions={channels.length > 0 && connect} />
      {channels.length === 0 ? (
        <div className="rounded-lg border border-dashed">
          <EmptyState icon={<RadioTower />} title={texts.noChannels} text={texts.noChannelsText} action={connect} />
        </div>
      ) : (
        groups(channels).map(([type, ofType]) => (
          <section key={type} aria-label={texts.types[type]} className="mb-6">
            <h2 className="pb-2 text-xs font-medium text-muted">{texts.types[type]}</h2>
            <ul className="divide-y rounded-lg border">
              {ofType.map((channel) => (
                <ChannelRow key={channel._id} channel={channel} />
              ))}
            </ul>
          </section>
        ))
      )}
    </>
  )
}

function groups(channels: Channel[]): [Channel['type'], Channel[]][] {
  return [...Map.groupBy(channels, ({ type }) => type)]
}

function ConnectLink() {
  return (
    <Link
      to="/settings/$page/$id"
      params={{ page: 'channels', id: 'new' }}
      className={buttonClasses({ variant: 'primary' })}
    >
      <Plus aria-hidden className="size-4" />
      {texts.connect}
    </Link>
  )
}
