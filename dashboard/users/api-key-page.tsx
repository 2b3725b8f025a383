import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'

import { api, basePath, ok } from '../api/client.ts'
import { Button } from '../ui/button.tsx'
import { askToConfirm } from '../ui/confirm.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { calendarDate } from '../ui/format.ts'
import { ExternalLink } from '../ui/link.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { EmptyState } from '../ui/state.tsx'
import { showToast } from '../ui/toasts.ts'
import { apiKeyQuery } from './queries.ts'
import { texts } from './texts.ts'

export function ApiKeyPage() {
  const { data } = useSuspenseQuery(apiKeyQuery)
  const { making, deleting } = useKeyActions()
  const make = async () => {
    const question = { title: texts.replaceTitle, text: texts.replaceText, confirmLabel: texts.replaceKey }
    if (!data.hasApiKey || (await askToConfirm({ ...question, isDanger: true }))) making.mutate()
  }
  return (
    <>
      <PageHeader title={texts.apiKey} description={texts.apiKeyAbout} />
      <div className="flex flex-col gap-4">
        {making.data && <NewKey apiKey={making.data.data.apiKey} />}
        {data.hasApiKey ? (
          <KeyCard {...data} isBusy={making.isPending} onReplace={() => void make()} onDelete={deleting} />
        ) : (
          <EmptyState
            icon={<KeyRound />}
            title={texts.noApiKey}
            text={texts.noApiKeyText}
            action={
              <Button variant="primary" isBusy={making.isPending} onClick={() => void make()}>
                {texts.makeKey}
              </Button>
            }
          />
        )}
        <p>
          <ExternalLink href={new URL(`${basePath}/api/docs`, location.origin).href}>
            {texts.documentation}
          </ExternalLink>
        </p>
      </div>
    </>
  )
}

function useKeyActions() {
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: apiKeyQuery.queryKey })
  const onError = (error: Error) => showToast({ text: error.message, tone: 'danger' })
  const making = useMutation({
    mutationFn: () => ok(api.POST('/api/user/api-key/regenerate')),
    // It is shown once: it must not stay behind in memory.
    gcTime: 0,
    onSuccess: refresh,
    onError,
  })
  const removing = useMutation({
    mutationFn: () => ok(api.DELETE('/api/user/api-key')),
    onSuccess: async () => {
      making.reset()
      showToast({ text: texts.keyDeleted })
      await refresh()
    },
    onError,
  })
  const ask = async () => {
    const question = { title: texts.deleteKeyTitle, text: texts.deleteKeyText, confirmLabel: texts.deleteKey }
    if (await askToConfirm({ ...question, isDanger: true })) removing.mutate()
  }
  return { making, deleting: () => void ask() }
}

function NewKey({ apiKey }: { apiKey: string }) {
  const example = `curl ${location.origin}${basePath}/api/user/profile -H 'Authorization: Bearer ${apiKey}'`
  return (
    <section aria-label={texts.yourKey} className="rounded-lg border border-accent bg-accent-soft p-4">
      <h2 className="text-base font-semibold">{texts.yourKey}</h2>
      <p className="mt-0.5 text-muted">{texts.yourKeyAbout}</p>
      <div className="mt-3 flex items-center gap-2">
        <code className="min-w-0 flex-1 rounded-md border bg-surface px-2.5 py-1.5 font-mono text-xs break-all">
          {apiKey}
        </code>
        <CopyButton size="medium" label={texts.copyKey} text={apiKey} />
      </div>
      <p className="mt-3 mb-1 text-xs font-medium text-muted">{texts.tryIt}</p>
      <div className="flex items-start gap-2">
        <code className="min-w-0 flex-1 rounded-md border bg-surface px-2.5 py-1.5 font-mono text-xs break-all">
          {example}
        </code>
        <CopyButton size="medium" text={example} />
      </div>
    </section>
  )
}

interface KeyCardProps {
  lastFour: string | null
  createdAt: string | null
  lastUsedAt: string | null
  isBusy: boolean
  onReplace: () => void
  onDelete: () => void
}

function KeyCard({ lastFour, createdAt, lastUsedAt, isBusy, onReplace, onDelete }: KeyCardProps) {
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-lg border px-4 py-3">
      <KeyRound aria-hidden className="size-5 text-muted" strokeWidth={1.5} />
      <div className="min-w-40 flex-1">
        <p className="font-medium">{texts.keyEnding(lastFour ?? '')}</p>
        <p className="text-xs text-muted">
          {createdAt && texts.madeOn(calendarDate(createdAt))} ·{' '}
          {lastUsedAt ? (
            <>
              {texts.lastUsed} <RelativeTime moment={lastUsedAt} length="long" />
            </>
          ) : (
            texts.neverUsed
          )}
        </p>
      </div>
      <Button isBusy={isBusy} onClick={onReplace}>
        {texts.replaceKey}
      </Button>
      <Button variant="quiet" onClick={onDelete}>
        {texts.deleteKey}
      </Button>
    </div>
  )
}
