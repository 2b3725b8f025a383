import { Link, useNavigate, useParams } from '@tanstack/react-router'
import type { LinkProps } from '@tanstack/react-router'
import { BarChart3, Inbox, Settings, Smartphone, Users } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'

import { useMay } from '../api/session.ts'
import type { Operation } from '../api/session.ts'
import { Bell } from '../notifications/bell.tsx'
import { classes } from '../ui/classes.ts'
import { tip } from '../ui/tooltip.tsx'
import { AccountMenu } from './account-menu.tsx'
import { Logo } from './logo.tsx'
import { usePressedPushes } from './pushed.ts'
import { texts } from './texts.ts'

interface Place {
  to: NonNullable<LinkProps['to']>
  label: string
  icon: LucideIcon
  /** Shown to whom the server lets do this. */
  needs?: Operation
}

const places: Place[] = [
  { to: '/inbox', label: texts.inbox, icon: Inbox },
  { to: '/contacts', label: texts.contacts, icon: Users },
  { to: '/reports', label: texts.reports, icon: BarChart3 },
  { to: '/simulator', label: texts.simulator, icon: Smartphone, needs: 'simulateInbound' },
  { to: '/settings', label: texts.settings, icon: Settings },
]
const square =
  'relative flex size-10 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text data-[status=active]:bg-selected data-[status=active]:text-accent-text'

/** Where one can go. Beside the page on a desk, under it on a phone; there a conversation has all the room, and a way back. */
export function Rail() {
  const may = useMay()
  const navigate = useNavigate()
  const { conversationId: openId } = useParams({ strict: false })
  const open = ({ subjectType, subjectId }: { subjectType: string; subjectId: string }) => {
    if (subjectType === 'inbox') void navigate({ to: '/inbox' })
    if (subjectType === 'conversation')
      void navigate({ to: '/inbox/$conversationId', params: { conversationId: subjectId } })
    if (subjectType === 'contact') void navigate({ to: '/contacts/$contactId', params: { contactId: subjectId } })
    if (subjectType === 'import') void navigate({ to: '/contacts/imports/$importId', params: { importId: subjectId } })
    if (subjectType === 'webhook')
      void navigate({ to: '/settings/$page/$id', params: { page: 'webhooks', id: subjectId } })
  }
  usePressedPushes(open)
  return (
    <nav
      aria-label={texts.mainMenu}
      className={classes(
        openId && 'max-md:hidden',
        'flex shrink-0 items-center justify-around gap-1 border-t border-line bg-canvas px-2 py-1.5 md:w-14 md:flex-col md:justify-start md:border-t-0 md:border-e md:px-0 md:py-3',
      )}
    >
      <Logo className="mb-3 hidden size-7 md:block" />
      {places
        .filter(({ needs }) => !needs || may(needs))
        .map(({ to, label, icon: Icon }) => (
          <Link key={label} to={to} aria-label={label} {...tip(label, { side: 'end' })} className={square}>
            <Icon aria-hidden className="size-5" strokeWidth={1.75} />
          </Link>
        ))}
      <div className="flex items-center gap-1 md:mt-auto md:flex-col">
        <Bell className={square} openId={openId} onOpen={open} />
        <AccountMenu />
      </div>
    </nav>
  )
}
