import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { ChevronLeft, UserX } from 'lucide-react'

import { ApiError } from '../api/errors.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Delayed } from '../ui/delayed.tsx'
import { SkeletonLines } from '../ui/skeleton.tsx'
import { EmptyState } from '../ui/state.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { ContactBadges } from './contact-badges.tsx'
import { ContactMenu } from './contact-menu.tsx'
import { contactTabs, readContactSearch } from './contact-search.ts'
import type { ContactTab } from './contact-search.ts'
import { ContactOverview } from './contact-overview.tsx'
import type { Contact } from './contact.ts'
import { nameOf } from './contact.ts'
import { ConversationLinks } from './conversation-links.tsx'
import { FileList } from './file-list.tsx'
import { NoteList } from './note-list.tsx'
import { Failure } from './part-state.tsx'
import { PossibleDuplicates } from './possible-duplicates.tsx'
import { texts } from './texts.ts'
import { Timeline } from './timeline.tsx'
import { useContact } from './use-contact.ts'

/** All that is known of one contact; which part of it is seen stands as `tab` in the address. */
export function ContactPage({ contactId }: { contactId: string }) {
  const { data: contact, error, refetch } = useContact(contactId)
  return (
    <main className="min-h-0 flex-1 overflow-y-auto bg-canvas">
      <div className="mx-auto flex w-full max-w-4xl flex-col gap-4 px-4 py-4 md:px-6">
        <Link
          to="/contacts"
          className="inline-flex items-center gap-1 self-start rounded-sm text-xs text-muted hover:text-text"
        >
          <ChevronLeft aria-hidden className="size-3.5 rtl:-scale-x-100" />
          {texts.contacts}
        </Link>
        {contact ? (
          <Known key={contactId} contact={contact} />
        ) : (
          <Unknown error={error} onRetry={() => void refetch()} />
        )}
      </div>
    </main>
  )
}

function Unknown({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (error instanceof ApiError && error.status === 404) {
    return (
      <>
        <h1 className="sr-only">{texts.contactGone}</h1>
        <EmptyState icon={<UserX />} title={texts.contactGone} text={texts.contactGoneHint} />
      </>
    )
  }
  if (error) return <Failure error={error} onRetry={onRetry} isSmall={false} />
  return (
    <Delayed>
      <SkeletonLines count={10} />
    </Delayed>
  )
}

function Known({ contact }: { contact: Contact }) {
  const navigate = useNavigate()
  const { tab = 'overview' } = readContactSearch(useSearch({ strict: false }))
  const choose = (next: ContactTab) => {
    const search = readContactSearch({ tab: next })
    void navigate({ to: '/contacts/$contactId', params: { contactId: contact._id }, search, replace: true })
  }
  const content = (value: ContactTab) => value === tab && <TabContent tab={value} contact={contact} />
  return (
    <>
      <PageHead contact={contact} />
      <div className="overflow-hidden rounded-lg empty:hidden">
        <PossibleDuplicates contactId={contact._id} />
      </div>
      <Tabs
        label={texts.partsOfContact}
        value={tab}
        onValueChange={choose}
        items={contactTabs.map((value) => ({ value, label: texts.tab(value), content: content(value) }))}
      />
    </>
  )
}

function PageHead({ contact }: { contact: Contact }) {
  const navigate = useNavigate()
  const name = nameOf(contact)
  const addresses = [contact.phoneNumber, contact.email].filter((address) => address && address !== name)
  return (
    <header className="flex items-start gap-4">
      <Avatar name={name} seed={contact._id} size="huge" />
      <div className="min-w-0 flex-1 pt-1">
        <h1 className="text-xl font-semibold tracking-tight wrap-anywhere">{name}</h1>
        <p className="mb-1.5 truncate text-muted">
          <bdi dir="ltr">{addresses.join(' · ')}</bdi>
        </p>
        <ContactBadges contact={contact} />
      </div>
      <ContactMenu contact={contact} onGone={() => void navigate({ to: '/contacts' })} />
    </header>
  )
}

function TabContent({ tab, contact }: { tab: ContactTab; contact: Contact }) {
  const { _id } = contact
  if (tab === 'overview') return <ContactOverview contact={contact} />
  return (
    <div className="rounded-lg border bg-surface p-3">
      {tab === 'conversations' && <ConversationLinks contactId={_id} />}
      {tab === 'timeline' && <Timeline contactId={_id} />}
      {tab === 'notes' && <NoteList contactId={_id} />}
      {tab === 'files' && <FileList contactId={_id} />}
    </div>
  )
}
