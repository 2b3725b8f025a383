import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Ban, CircleDot, FileText, MessageSquare, Pencil, StickyNote, UserPlus, Users } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { createElement } from 'react'

import { LoadMore } from '../ui/load-more.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { timelineQuery } from './contact-parts.ts'
import { colleagueName, customFieldsOf } from './contact.ts'
import { sentenceOf } from './happening-texts.ts'
import type { Happening, Names } from './happening-texts.ts'
import { PartState } from './part-state.tsx'
import { texts } from './texts.ts'
import { useColleagues, useSections } from './use-contact.ts'

/** What happened to a contact and its conversations, the newest first. */
export function Timeline({ contactId }: { contactId: string }) {
  const query = useInfiniteQuery(timelineQuery(contactId))
  const names = useNames()
  const happenings = query.data?.pages.flatMap((page) => page.happenings)
  return (
    <div>
      <PartState query={{ ...query, data: happenings }} isEmpty={(all) => all.length === 0} empty={texts.noTimeline}>
        {(all) => (
          <ol className="flex flex-col">
            {all.map((happening) => (
              <Line key={happening._id} happening={happening} names={names} />
            ))}
          </ol>
        )}
      </PartState>
      <LoadMore
        hasMore={query.hasNextPage}
        isLoading={query.isFetchingNextPage}
        hasFailed={query.isFetchNextPageError}
        onLoad={() => void query.fetchNextPage()}
      />
    </div>
  )
}

function Line({ happening, names }: { happening: Happening; names: Names }) {
  const { actorId, actorType, conversationId, createdAt, type } = happening
  const who = actorType === 'user' && actorId ? names.colleague(actorId) : texts.actor(actorType)
  return (
    <li className="group/line relative flex gap-2.5 px-1 pb-3">
      <span aria-hidden className="absolute start-4 top-6 bottom-0 w-px bg-line group-last/line:hidden" />
      <span className="flex size-6 shrink-0 items-center justify-center rounded-full border bg-surface text-faint">
        {createElement(iconOf(type), { 'aria-hidden': true, className: 'size-3.5', strokeWidth: 1.75 })}
      </span>
      <span className="min-w-0 flex-1 pt-0.5 wrap-anywhere">
        <span className="font-medium">{who}</span> <span className="text-muted">{sentenceOf(happening, names)}</span>
        <span className="block text-xs text-faint">
          <RelativeTime moment={createdAt} length="long" />
          {conversationId && (
            <>
              {' · '}
              <Link to="/inbox/$conversationId" params={{ conversationId }} className="rounded-sm hover:underline">
                {texts.openConversation}
              </Link>
            </>
          )}
        </span>
      </span>
    </li>
  )
}

function useNames(): Names {
  const colleagues = useColleagues()
  const fields = customFieldsOf(useSections())
  return {
    colleague: (id) => colleagueName(colleagues, id),
    field: (key) => texts.field(key) ?? fields.find((field) => field.key === key)?.name ?? key,
  }
}

const icons: Array<[RegExp, LucideIcon]> = [
  [/^contact\.created/, UserPlus],
  [/^contact\.(merged|unmerged|separated)/, Users],
  [/^contact\.(blocked|optedOut)/, Ban],
  [/^contact\.(updated|reassigned)/, Pencil],
  [/^conversation|^csat/, MessageSquare],
  [/^note/, StickyNote],
  [/^document/, FileText],
]

function iconOf(type: string): LucideIcon {
  return icons.find(([pattern]) => pattern.test(type))?.[1] ?? CircleDot
}
