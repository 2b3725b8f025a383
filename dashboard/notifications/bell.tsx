import { useInfiniteQuery } from '@tanstack/react-query'
import { Bell as BellIcon } from 'lucide-react'
import { Suspense, lazy, useState } from 'react'

import { Popover } from '../ui/popover.tsx'
import { useTitleCount } from '../ui/title.ts'
import { tip } from '../ui/tooltip.tsx'
import { kindOf } from './choices.ts'
import { useLookingAt } from './looking.ts'
import { notificationsQuery, useNotificationEffects, useSeeNotifications } from './notifications.ts'
import type { Notification } from './notifications.ts'
import { tell } from './telling.ts'
import { texts } from './texts.ts'
import { useMessageNews } from './use-message-news.ts'

const NotificationList = lazy(() =>
  import('./notification-list.tsx').then((part) => ({ default: part.NotificationList })),
)

interface BellProps {
  className: string
  /** The conversation that is open, of which nothing need be said. */
  openId: string | undefined
  onOpen: (place: Place) => void
}

type Place = Pick<Notification, 'subjectType' | 'subjectId'>

const inbox: Place = { subjectType: 'inbox', subjectId: '' }

/** What one was told of. Opening it is having seen it. */
export function Bell({ className, openId, onOpen }: BellProps) {
  const [isOpen, setIsOpen] = useState(false)
  const { data } = useInfiniteQuery(notificationsQuery)
  const seeing = useSeeNotifications()
  const unseen = data?.pages.flatMap(({ notifications }) => notifications).filter(({ seenAt }) => !seenAt).length ?? 0
  useLookingAt(openId)
  useNotificationEffects((news) => tellOf(news, () => onOpen(news)))
  const unread = useMessageNews((subjectId) =>
    onOpen(subjectId === undefined ? inbox : { subjectType: 'conversation', subjectId }),
  )
  useTitleCount(unseen + unread)
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

function tellOf({ _id, type, text, subjectType, subjectId }: Notification, onOpen: () => void): void {
  const conversationId = subjectType === 'conversation' ? subjectId : undefined
  void tell({ id: _id, kind: kindOf(type), title: texts.title, text, tag: _id, conversationId, onOpen })
}
