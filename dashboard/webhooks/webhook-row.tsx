import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'

import { RelativeTime } from '../ui/relative-time.tsx'
import type { Webhook } from './queries.ts'
import { texts } from './texts.ts'
import { WebhookStateBadge } from './webhook-state.tsx'

export function WebhookRow({ webhook }: { webhook: Webhook }) {
  const { _id: id, url, description, types, isDisabled, disabledReason, lastDeliveredAt, counts } = webhook
  return (
    <li className="relative flex items-center gap-3 px-4 py-3 first:rounded-t-lg last:rounded-b-lg hover:bg-hover">
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            to="/settings/$page/$id"
            params={{ page: 'webhooks', id }}
            className="min-w-0 truncate text-base font-medium after:absolute after:inset-0"
          >
            {description || hostOf(url)}
          </Link>
          <WebhookStateBadge webhook={webhook} />
        </div>
        <p className="truncate text-muted" dir="ltr">
          {url}
        </p>
        <p className="mt-0.5 text-xs text-muted tabular-nums">
          {types.length === 0 ? texts.everything : texts.countTypes(types.length)} ·{' '}
          {texts.counts(counts.delivered, counts.failed, counts.givenUp)}
          {lastDeliveredAt && (
            <>
              {' '}
              · {texts.lastDelivered} <RelativeTime moment={lastDeliveredAt} length="long" />
            </>
          )}
        </p>
        {isDisabled && disabledReason && disabledReason !== 'admin' && (
          <p className="mt-0.5 text-pretty text-danger-text">{texts.reasons[disabledReason]}</p>
        )}
      </div>
      <ChevronRight aria-hidden className="size-4 shrink-0 text-faint rtl:-scale-x-100" />
    </li>
  )
}

export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}
