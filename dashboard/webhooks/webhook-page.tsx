import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Unplug } from 'lucide-react'
import type { ReactNode } from 'react'

import { BackLabel } from '../ui/back-label.tsx'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { EmptyState } from '../ui/state.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { DeliveryList } from './delivery-list.tsx'
import { webhooksQuery } from './queries.ts'
import type { Webhook } from './queries.ts'
import { SecretsPanel } from './secrets-panel.tsx'
import { texts } from './texts.ts'
import { WebhookActions } from './webhook-actions.tsx'
import { WebhookForm } from './webhook-form.tsx'
import { hostOf } from './webhook-row.tsx'
import { WebhookStateBadge } from './webhook-state.tsx'

interface WebhookPageProps {
  id: string
  search: Readonly<Record<string, string>>
  onSearch: (search: Record<string, string>) => void
  onLeave: () => void
}

type Tab = keyof typeof texts.tabs

export function WebhookPage({ id, search, onSearch, onLeave }: WebhookPageProps) {
  const { data: webhooks } = useSuspenseQuery(webhooksQuery)
  const webhook = webhooks.find(({ _id }) => _id === id)
  if (!webhook) {
    const leave = <Button onClick={onLeave}>{texts.back}</Button>
    return <EmptyState icon={<Unplug />} title={texts.gone} text={texts.goneText} action={leave} />
  }
  const tab = (search['tab'] ?? '') in texts.tabs ? (search['tab'] as Tab) : 'deliveries'
  const panels: Record<Tab, ReactNode> = {
    deliveries: <DeliveryList webhook={webhook} search={search} onSearch={onSearch} />,
    settings: <WebhookForm webhook={webhook} />,
    secrets: <SecretsPanel webhookId={id} />,
  }
  return (
    <>
      <WebhookHeader webhook={webhook} onLeave={onLeave} />
      <WebhookBanner webhook={webhook} />
      <Tabs
        label={texts.tabsLabel}
        value={tab}
        onValueChange={(next) => onSearch(next === 'deliveries' ? {} : { tab: next })}
        items={(['deliveries', 'settings', 'secrets'] as const).map((value) => ({
          value,
          label: texts.tabs[value],
          content: panels[value],
        }))}
      />
    </>
  )
}

function WebhookHeader({ webhook, onLeave }: { webhook: Webhook; onLeave: () => void }) {
  const { url, description } = webhook
  return (
    <PageHeader
      back={
        <Link to="/settings/$page" params={{ page: 'webhooks' }} className="rounded-sm hover:text-text">
          <BackLabel>{texts.back}</BackLabel>
        </Link>
      }
      title={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="min-w-0 truncate">{description || hostOf(url)}</span>
          <WebhookStateBadge webhook={webhook} />
        </span>
      }
      description={
        <span dir="ltr" className="break-all">
          {url}
        </span>
      }
      actions={<WebhookActions webhook={webhook} onDeleted={onLeave} />}
    />
  )
}

function WebhookBanner({ webhook: { isDisabled, disabledReason, failingSince } }: { webhook: Webhook }) {
  if (isDisabled) {
    return (
      <Banner tone={disabledReason === 'admin' ? 'neutral' : 'danger'} className="mb-4">
        {texts.reasons[disabledReason ?? 'admin']} {texts.onText}
      </Banner>
    )
  }
  if (!failingSince) return undefined
  return (
    <Banner tone="warning" className="mb-4">
      {texts.failingText} <RelativeTime moment={failingSince} length="long" />. {texts.failingEnd}
    </Banner>
  )
}
