import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronLeft, Users } from 'lucide-react'

import { useMay } from '../api/session.ts'
import { Delayed } from '../ui/delayed.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { SkeletonLines } from '../ui/skeleton.tsx'
import { EmptyState, NoPermission } from '../ui/state.tsx'
import { duplicatesQuery } from './contact-parts.ts'
import { DuplicatePair } from './duplicate-pair.tsx'
import { Failure } from './part-state.tsx'
import { texts } from './texts.ts'

/** Contacts that look like the same person, pair by pair. */
export function DuplicatesPage() {
  const may = useMay()
  return (
    <main className="min-h-0 flex-1 overflow-y-auto bg-canvas">
      <div className="mx-auto w-full max-w-4xl px-4 py-4 md:px-6">
        <PageHeader
          title={texts.duplicates}
          description={texts.duplicatesHint}
          back={
            <Link to="/contacts" className="inline-flex items-center gap-1 rounded-sm hover:text-text">
              <ChevronLeft aria-hidden className="size-3.5 rtl:-scale-x-100" />
              {texts.contacts}
            </Link>
          }
        />
        {may('getContactsDedupReviewsPending') ? <Pairs /> : <NoPermission />}
      </div>
    </main>
  )
}

function Pairs() {
  const query = useInfiniteQuery(duplicatesQuery)
  const { data, error, refetch } = query
  if (!data) {
    if (error) return <Failure error={error} onRetry={() => void refetch()} isSmall={false} />
    return (
      <Delayed>
        <SkeletonLines count={8} />
      </Delayed>
    )
  }
  const reviews = data.pages.flatMap((page) => page.data)
  const contacts = data.pages.flatMap((page) => page.contacts)
  if (reviews.length === 0) {
    return <EmptyState icon={<Users />} title={texts.noDuplicates} text={texts.noDuplicatesHint} />
  }
  return (
    <>
      <ul className="flex flex-col gap-4">
        {reviews.map((review) => (
          <li key={review._id}>
            <DuplicatePair review={review} contacts={contacts} />
          </li>
        ))}
      </ul>
      <LoadMore
        hasMore={query.hasNextPage}
        isLoading={query.isFetchingNextPage}
        hasFailed={query.isFetchNextPageError}
        onLoad={() => void query.fetchNextPage()}
      />
    </>
  )
}
