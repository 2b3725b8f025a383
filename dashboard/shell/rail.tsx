import { Link } from '@tanstack/react-router'
import type { LinkProps } from '@tanstack/react-router'
import { Inbox, UsersRound } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'

import { tip } from '../ui/tooltip.tsx'
import { AccountMenu } from './account-menu.tsx'
import { Logo } from './logo.tsx'
import { texts } from './texts.ts'

interface Place {
  to: LinkProps['to']
  label: string
  icon: LucideIcon
}

const places: Place[] = [
  { to: '/inbox', label: texts.inbox, icon: Inbox },
  { to: '/contacts', label: 'Contacts', icon: UsersRound },
]

/** Where one can go. Beside the page on a desk, under it on a phone. */
export function Rail() {
  return (
    <nav
      aria-label={texts.mainMenu}
      className="flex shrink-0 items-center justify-around gap-1 border-t border-line bg-canvas px-2 py-1.5 md:w-14 md:flex-col md:justify-start md:border-t-0 md:border-e md:px-0 md:py-3"
    >
      <Logo className="mb-3 hidden size-7 md:block" />
      {places.map(({ to, label, icon: Icon }) => (
        <Link
          key={label}
          to={to}
          aria-label={label}
          {...tip(label, { side: 'end' })}
          className="flex size-10 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text aria-[current=page]:bg-selected aria-[current=page]:text-accent-text"
        >
          <Icon aria-hidden className="size-5" strokeWidth={1.75} />
        </Link>
      ))}
      <div className="md:mt-auto">
        <AccountMenu />
      </div>
    </nav>
  )
}
