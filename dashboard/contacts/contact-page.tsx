import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'

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

/** All that is known of one contact. The route gives `contactId`, and `tab` in its search. */
export function ContactPage() {
  const { contactId = '' } = useParams({ strict: false })
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
    return <EmptyState title={texts.contactGone} text={texts.contactGoneHint} />
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
  const search = useSearch({ strict: false })
  const { tab = 'overview' } = readContactSearch(search)
  const id = contact._id
  const choose = (next: ContactTab) =>
    void navigate({
      to: '/contacts/$contactId',
      params: { contactId: id },
      search: readContactSearch({ tab: next }),
      replace: true,
    })
  const contents: Record<ContactTab, React.ReactNode> = {
    overview: <ContactOverview contact={contact} />,
    conversations: (
      <Framed>
        <ConversationLinks contactId={id} />
      </Framed>
    ),
    timeline: (
      <Framed>
        <Timeline contactId={id} />
      </Framed>
    ),
    notes: (
      <Framed>
        <NoteList contactId={id} />
      </Framed>
    ),
    files: (
      <Framed>
        <FileList contactId={id} />
      </Framed>
    ),
  }
  return (
    <>
      <header className="flex items-start gap-4">
        <Avatar name={nameOf(contact)} seed={id} size="huge" />
        <div className="min-w-0 flex-1 pt-1">
          <h1 className="text-xl font-semibold tracking-tight wrap-anywhere">{nameOf(contact)}</h1>
          <p className="mb-1.5 truncate text-muted">
            {[contact.phoneNumber, contact.email].filter(Boolean).join(' · ')}
          </p>
          <ContactBadges contact={contact} />
        </div>
        <ContactMenu contact={contact} onGone={() => void navigate({ to: '/contacts' })} />
      </header>
      <div className="overflow-hidden rounded-lg empty:hidden">
        <PossibleDuplicates contactId={id} />
      </div>
      <Tabs
        label={texts.partsOfContact}
        value={tab}
        onValueChange={choose}
        items={contactTabs.map((value) => ({
          value,
          label: texts.tab(value),
          content: value === tab && contents[value],
        }))}
      />
    </>
  )
}

function Framed({ children }: { children: React.ReactNode }) {
  return <div className="rounded-lg border bg-surface p-3">{children}</div>
}
