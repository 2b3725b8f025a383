import { Link } from '@tanstack/react-router'
import { useState } from 'react'

import { Avatar } from '../ui/avatar.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { percent } from '../ui/format.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import type { Contact } from './contact.ts'
import { nameOf } from './contact.ts'
import { SideChoices, differingFields, sideOf } from './side-choices.tsx'
import type { Sides } from './side-choices.tsx'
import { texts } from './texts.ts'
import { useReviewDecisions } from './use-review-decisions.ts'
import type { Review } from './use-review-decisions.ts'

/** Two contacts side by side: whose values stay, and whether they are one at all. */
export function DuplicatePair({ review, contacts }: { review: Review; contacts: readonly Contact[] }) {
  const [sides, setSides] = useState<Sides>({})
  const [isBusy, setIsBusy] = useState(false)
  const decide = useReviewDecisions()
  const kept = contacts.find(({ _id }) => _id === review.candidateContactId)
  const source = contacts.find(({ _id }) => _id === review.sourceContactId)
  if (!kept || !source) return null
  const after = async (work: Promise<unknown>) => {
    setIsBusy(true)
    await work
    setIsBusy(false)
  }
  const merge = () => {
    const chosen = differingFields(kept, source).map((field) => {
      return [field, sideOf(field, sides, kept) === 'kept' ? 'candidate' : 'source'] as const
    })
    return after(decide.merge(review, contacts, Object.fromEntries(chosen)))
  }
  return (
    <article aria-label={texts.pair(nameOf(kept), nameOf(source))} className="rounded-lg border bg-surface p-4">
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <Badge tone="warning">{texts.alike(percent(review.score))}</Badge>
        <span className="text-xs text-muted">{texts.reasons(review.reasons)}</span>
      </div>
      <div className="mb-3 grid grid-cols-2 gap-2 sm:grid-cols-[5.5rem_1fr_1fr]">
        <span className="hidden sm:block" />
        <Head contact={kept} note={texts.older} />
        <Head contact={source} note={texts.newer} />
      </div>
      <SideChoices kept={kept} source={source} sides={sides} onSidesChange={setSides} />
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button isBusy={isBusy} onClick={() => void after(decide.keepSeparate(review))}>
          {texts.keepSeparate}
        </Button>
        <Button variant="primary" isBusy={isBusy} onClick={() => void merge()}>
          {texts.merge}
        </Button>
      </div>
    </article>
  )
}

function Head({ contact, note }: { contact: Contact; note: string }) {
  return (
    <div className="flex min-w-0 items-center gap-2">
      <Avatar name={nameOf(contact)} seed={contact._id} />
      <div className="min-w-0">
        <Link
          to="/contacts/$contactId"
          params={{ contactId: contact._id }}
          className="block truncate rounded-sm font-medium hover:underline"
        >
          {nameOf(contact)}
        </Link>
        <p className="text-xs text-muted">
          {note} · {texts.messages(contact.messageCount)} · <RelativeTime moment={contact.createdAt} />
        </p>
      </div>
    </div>
  )
}
