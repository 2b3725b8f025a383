import { useInfiniteQuery } from '@tanstack/react-query'
import { AtSign, Bell, Clock, FileUp, UserPlus, X } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'

import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { EmptyState, ErrorState } from '../ui/state.tsx'
import { notificationsQuery, useRemoveNotification } from './notifications.ts'
import type { Notification } from './notifications.ts'
import { texts } from './texts.ts'
import { Ways } from './ways.tsx'

const icons: Record<string, LucideIcon> = { mention: AtSign, reminder: Clock, import: FileUp, assignment: UserPlus }

export function NotificationList({ onOpen }: { onOpen: (notification: Notification) => void }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(notificationsQuery)
  const all = data?.pages.flatMap(({ notifications }) => notifications) ?? []
  return (
    <div className="flex max-h-[70vh] flex-col">
      <h2 className="border-b border-line px-4 py-3 text-base font-semibold">{texts.title}</h2>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {error && !data && <ErrorState isSmall text={error.message} onRetry={() => void refetch()} />}
        {data && all.length === 0 && <EmptyState isSmall icon={<Bell />} title={texts.none} text={texts.noneHint} />}
        <ul>
          {all.map((notification) => (
            <Row key={notification._id} notification={notification} onOpen={onOpen} />
          ))}
        </ul>
        {hasNextPage && (
          <Button variant="quiet" className="m-2" isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {texts.more}
          </Button>
        )}
      </div>
      <div className="flex flex-col gap-2 border-t border-line px-4 py-3">
        <Ways />
      </div>
    </div>
  )
}

function Row({ notification, onOpen }: { notification: Notification; onOpen: (notification: Notification) => void }) {
  const removing = useRemoveNotification()
  const { _id, type, text, createdAt, seenAt } = notification
  const Icon = icons[type] ?? Bell
  return (
    <li className="group flex items-start border-b border-line last:border-b-0 hover:bg-hover">
      <button
        type="button"
        className="flex min-w-0 flex-1 gap-3 px-4 py-3 text-start"
        onClick={() => onOpen(notification)}
      >
        <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${seenAt ? 'text-faint' : 'text-accent-text'}`} />
        <span className="min-w-0">
          <span className={`block ${seenAt ? 'text-muted' : 'font-medium'}`}>{text}</span>
          <span className="text-xs text-muted">
            <RelativeTime moment={createdAt} />
          </span>
        </span>
      </button>
      <IconButton
        label={texts.remove}
        size="small"
        className="m-2 opacity-0 group-hover:opacity-100 focus-visible:opacity-100"
        onClick={() => removing.mutate(_id)}
      >
        <X className="size-4" />
      </IconButton>
    </li>
  )
}
