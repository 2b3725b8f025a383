import { useSuspenseQuery } from '@tanstack/react-query'
import { Plus, Webhook as WebhookIcon } from 'lucide-react'
import { useState } from 'react'

import { useMay } from '../api/session.ts'
import { Button } from '../ui/button.tsx'
import { useCommand } from '../ui/commands.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { EmptyState, NoPermission } from '../ui/state.tsx'
import { usePageTitle } from '../ui/title.ts'
import { AddWebhookDialog } from './add-webhook-dialog.tsx'
import { webhooksQuery } from './queries.ts'
import { texts } from './texts.ts'
import { WebhookPage } from './webhook-page.tsx'
import { WebhookRow } from './webhook-row.tsx'

export interface WebhooksPageProps {
  id: string | undefined
  search: Readonly<Record<string, string>>
  onSearch: (search: Record<string, string>) => void
  onOpen: (id: string | undefined) => void
}

export function WebhooksPage({ id, search, onSearch, onOpen }: WebhooksPageProps) {
  const may = useMay()
  usePageTitle(texts.webhooks)
  if (!may('getWebhooks')) return <NoPermission />
  if (id === undefined) return <WebhookList onOpen={onOpen} />
  return <WebhookPage key={id} id={id} search={search} onSearch={onSearch} onLeave={() => onOpen(undefined)} />
}

function WebhookList({ onOpen }: { onOpen: (id: string) => void }) {
  const { data: webhooks } = useSuspenseQuery(webhooksQuery)
  const [isAdding, setIsAdding] = useState(false)
  const add = () => setIsAdding(true)
  useCommand({ id: 'webhooks.add', label: texts.add, section: texts.section, run: add })
  const button = (
    <Button variant="primary" icon={<Plus className="size-4" />} onClick={add}>
      {texts.add}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={texts.webhooks}
        description={texts.webhooksAbout}
        actions={webhooks.length > 0 ? button : undefined}
      />
      {webhooks.length === 0 ? (
        <div className="rounded-lg border border-dashed">
          <EmptyState icon={<WebhookIcon />} title={texts.none} text={texts.noneText} action={button} />
        </div>
      ) : (
        <ul className="divide-y rounded-lg border">
          {webhooks.map((webhook) => (
            <WebhookRow key={webhook._id} webhook={webhook} />
          ))}
        </ul>
      )}
      {isAdding && <AddWebhookDialog onClose={() => setIsAdding(false)} onOpen={onOpen} />}
    </>
  )
}
