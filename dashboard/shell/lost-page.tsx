import { Link } from '@tanstack/react-router'
import { Compass } from 'lucide-react'

import { buttonClasses } from '../ui/button-classes.ts'
import { EmptyState } from '../ui/state.tsx'
import { texts } from './texts.ts'

export function LostPage() {
  return (
    <main className="flex min-h-dvh flex-1 items-center justify-center">
      <EmptyState
        icon={<Compass />}
        title={texts.lost}
        text={texts.lostHint}
        action={
          <Link to="/inbox" className={buttonClasses({ variant: 'primary' })}>
            {texts.toInbox}
          </Link>
        }
      />
    </main>
  )
}
