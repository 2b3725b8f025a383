import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Suspense } from 'react'

import { ChannelsPage } from '../channels/channels-page.tsx'
import { SimulatorCommand } from '../simulator/simulator-command.tsx'
import { WebhooksPage } from '../webhooks/webhooks-page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

/** Only until the settings have their frame. */
export function SettingsTrial() {
  const { page = '', id } = useParams({ strict: false })
  const search = useSearch({ from: '/inside/settings' })
  const navigate = useNavigate()
  const Page = page === 'webhooks' ? WebhooksPage : ChannelsPage
  const onOpen = (next: string | undefined) =>
    void (next === undefined
      ? navigate({ to: '/settings/$page', params: { page }, search: {} })
      : navigate({ to: '/settings/$page/$id', params: { page, id: next }, search: {} }))
  return (
    <div className="min-w-0 flex-1 overflow-y-auto bg-surface">
      <SimulatorCommand />
      <main className="mx-auto max-w-5xl px-4 py-4 md:px-8 md:py-6">
        <Suspense fallback={<Skeleton className="h-6 w-48" />}>
          <Page id={id} search={search} onSearch={(next) => void navigate({ to: '.', search: next })} onOpen={onOpen} />
        </Suspense>
      </main>
    </div>
  )
}
