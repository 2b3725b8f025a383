import { useInfiniteQuery } from '@tanstack/react-query'
import { Bell as BellIcon } from 'lucide-react'
import { Suspense, lazy, useState } from 'react'

import { Popover } from '../ui/popover.tsx'
import { useTitleCount } from '../ui/title.ts'
import { tip } from '../ui/tooltip.tsx'
import { notificationsQuery, useNotificationEffects, useSeeNotifications } from './notifications.ts'
import type { Notification } from './notifications.ts'
import { tell } from './telling.ts'
import { texts } from './texts.ts'

const NotificationList = lazy(() =>
  import('./notification-list.tsx').then((part) => ({ default: part.NotificationList })),
)

/** What one was told of. Opening it is having seen it. */
export function Bell({ className, onOpen }: { className: string; onOpen: (notification: Notification) => void }) {
  const [isOpen, setIsOpen] = useState(false)
  const { data } = useInfiniteQuery(notificationsQuery)
  const seeing = useSeeNotifications()
  const unseen = data?.pages.flatMap(({ notifications }) => notifications).filter(({ seenAt }) => !seenAt).length ?? 0
  useNotificationEffects((news) =>
    tell({ title: texts.title, text: news.text, tag: news._id, onOpen: () => onOpen(news) }),
  )
  useTitleCount(unseen)
  const change = (becomesOpen: boolean) => {
    setIsOpen(becomesOpen)
    if (!becomesOpen && unseen > 0) seeing.mutate()
  }
  const trigger = (
    <button type="button" aria-label={texts.bell(unseen)} {...tip(texts.title, { side: 'end' })} className={className}>
      <BellIcon aria-hidden className="size-5" strokeWidth={1.75} />
      {unseen > 0 && <span className="absolute end-2 top-2 size-2 rounded-full bg-danger" />}
    </button>
  )
  return (
    <Popover
      trigger={trigger}
      label={texts.title}
      side="right"
      align="end"
      isOpen={isOpen}
      onOpenChange={change}
      className="w-[min(24rem,calc(100vw-1rem))] p-0"
    >
      <Suspense>
        <NotificationList
          onOpen={(notification) => {
            change(false)
            onOpen(notification)
          }}
        />
      </Suspense>
    </Popover>
  )
}
