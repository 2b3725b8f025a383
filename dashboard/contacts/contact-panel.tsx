import { Link } from '@tanstack/react-router'
import { Maximize2, X } from 'lucide-react'
import { Fragment } from 'react'
import type { ReactNode } from 'react'

import { Avatar } from '../ui/avatar.tsx'
import { buttonClasses } from '../ui/button-classes.ts'
import { classes } from '../ui/classes.ts'
import { Delayed } from '../ui/delayed.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Skeleton, SkeletonLines } from '../ui/skeleton.tsx'
import { tip } from '../ui/tooltip.tsx'
import { ContactBadges } from './contact-badges.tsx'
import { ContactMenu } from './contact-menu.tsx'
import { nameOf } from './contact.ts'
import type { Contact } from './contact.ts'
import { PanelSections } from './panel-sections.tsx'
import { Failure } from './part-state.tsx'
import { PossibleDuplicates } from './possible-duplicates.tsx'
import { texts } from './texts.ts'
import { useContact } from './use-contact.ts'

export interface ContactPanelProps {
  contactId: string
  /** The conversation that is open beside it. */
  conversationId?: string | undefined
  onClose: () => void
  /** In a sheet, which has a head with a button to close it. */
  isInSheet?: boolean
}

/** Who one talks with: beside the thread, or in a sheet over it. */
export function ContactPanel({ contactId, conversationId, onClose, isInSheet = false }: ContactPanelProps) {
  const { data: contact, error, refetch } = useContact(contactId)
  const close = !isInSheet && (
    <IconButton label={texts.closePanel} onClick={onClose}>
      <X className="size-4" />
    </IconButton>
  )
  const scrolls = isInSheet ? '-m-4' : 'h-full min-h-0 overflow-y-auto overscroll-contain'
  return (
    <div className={classes('flex w-full flex-col bg-surface', scrolls)}>
      {contact ? (
        <Fragment key={contactId}>
          <PanelHead contact={contact} close={close} onGone={onClose} />
          <PossibleDuplicates contactId={contactId} />
          <PanelSections contact={contact} conversationId={conversationId} />
        </Fragment>
      ) : (
        <>
          <div className="flex justify-end p-2">{close}</div>
          {error ? <Failure error={error} onRetry={() => void refetch()} /> : <PanelSkeleton />}
        </>
      )}
    </div>
  )
}

function PanelHead({ contact, close, onGone }: { contact: Contact; close: ReactNode; onGone: () => void }) {
  return (
    <div className="flex items-start gap-3 p-3">
      <Avatar name={nameOf(contact)} seed={contact._id} size="large" />
      <div className="min-w-0 flex-1">
        <h2 className="text-base font-semibold wrap-anywhere">{nameOf(contact)}</h2>
        <p className="truncate text-xs text-muted">
          <bdi dir="ltr">{addressOf(contact)}</bdi>
        </p>
        <div className="mt-1">
          <ContactBadges contact={contact} />
        </div>
      </div>
      <div className="-me-1 flex shrink-0">
        <Link
          to="/contacts/$contactId"
          params={{ contactId: contact._id }}
          aria-label={texts.openPage}
          {...tip(texts.openPage)}
          className={buttonClasses({ variant: 'quiet', isSquare: true })}
        >
          <Maximize2 aria-hidden className="size-4" />
        </Link>
        <ContactMenu contact={contact} onGone={onGone} />
        {close}
      </div>
    </div>
  )
}

/** What does not stand there already, as the name of who has none. */
function addressOf(contact: Contact): string {
  return [contact.phoneNumber, contact.email].find((address) => address && address !== nameOf(contact)) ?? ''
}

function PanelSkeleton() {
  return (
    <Delayed>
      <div className="flex flex-col gap-4 p-3">
        <div className="flex items-center gap-3">
          <Skeleton className="size-10 rounded-full!" />
          <Skeleton className="h-4 w-32" />
        </div>
        <SkeletonLines count={8} />
      </div>
    </Delayed>
  )
}
