import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Users } from 'lucide-react'

import { useMay } from '../api/session.ts'
import { Button } from '../ui/button.tsx'
import { reviewsQuery } from './contact-parts.ts'
import { nameOf } from './contact.ts'
import { texts } from './texts.ts'
import { useReviewDecisions } from './use-review-decisions.ts'

/** Says that a contact may be the same as another, to who may decide on it. */
export function PossibleDuplicates({ contactId }: { contactId: string }) {
  const isAsked = useMay()('getContactsByIdDedupReviewsPending')
  const { data } = useQuery({ ...reviewsQuery(contactId), enabled: isAsked })
  const decide = useReviewDecisions()
  if (!data || data.data.length === 0) return null
  return (
    <ul className="flex flex-col gap-2 border-t bg-warning-soft px-3 py-2.5">
      {data.data.map((review) => {
        const otherId = review.sourceContactId === contactId ? review.candidateContactId : review.sourceContactId
        const other = data.contacts.find(({ _id }) => _id === otherId)
        if (!other) return null
        return (
          <li key={review._id} className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <span className="relative min-w-0 flex-1 basis-64 ps-6 wrap-anywhere text-warning-text">
              <Users aria-hidden className="absolute start-0 top-0.5 size-4" />
              {texts.maybeSameAs}{' '}
              <Link to="/contacts/$contactId" params={{ contactId: otherId }} className="font-medium underline">
                {nameOf(other)}
              </Link>{' '}
              <span className="text-xs">({texts.reasons(review.reasons)})</span>
            </span>
            <span className="flex gap-1.5 ps-6">
              <Button size="small" onClick={() => void decide.merge(review, data.contacts)}>
                {texts.merge}
              </Button>
              <Button size="small" variant="quiet" onClick={() => void decide.keepSeparate(review)}>
                {texts.keepSeparate}
              </Button>
            </span>
          </li>
        )
      })}
    </ul>
  )
}
