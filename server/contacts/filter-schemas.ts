import { Type } from 'typebox'
import type { TSchema } from 'typebox'

import { Id, inWords } from '../platform/schemas.ts'
import { readPeriod } from './date-range.ts'
import type { Period } from './date-range.ts'
import type { ContactFilters } from './list.ts'
import { toTag } from './tag-spelling.ts'

const Person = Type.Array(Id, { maxItems: 100 })

const MessageStatusFilter = Type.Unsafe<NonNullable<ContactFilters['messageStatus']>>({
  type: 'string',
  enum: ['all', 'never', 'silent', 'unanswered', 'answered', 'unread'],
  description:
    '`never`: nobody has written. `silent`: you wrote, and the contact never has. `unanswered`: the contact wrote last and ' +
    'waits for you. `answered`: the contact wrote, and you have since. `unread`: in a conversation with it something is unread.',
})

const ChannelTypeFilter = Type.Unsafe<'sms' | 'facebook' | 'webchat'>({
  type: 'string',
  enum: ['sms', 'facebook', 'webchat'],
})

/** What the lists of contacts are filtered by, in a URL and in a body alike. */
export const PlainFilterFields = {
  search: Type.Optional(Type.String({ maxLength: 200, description: 'fragments of names, email or phone number' })),
  source: Type.Optional(Type.String({ maxLength: 100 })),
  leadSource: Type.Optional(Type.String({ maxLength: 100, description: 'the same as source' })),
  messageStatus: Type.Optional(MessageStatusFilter),
  bulkOnly: Type.Optional(Type.Boolean({ description: 'only contacts that were made for a bulk message' })),
  blocked: Type.Optional(Type.Boolean({ description: 'only blocked contacts, or only others' })),
  channelType: Type.Optional({
    ...ChannelTypeFilter,
    description: 'with a conversation on this channel type',
  }),
  optedOut: Type.Optional(
    Type.Boolean({ description: 'only who wants no messages on some channel type, or only others' }),
  ),
  active: Type.Optional(
    Type.Boolean({ description: 'only with a conversation that is not resolved, or only those without one' }),
  ),
  tag: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 50 }), { maxItems: 20, description: 'having all of these tags' }),
  ),
}

/** With whose they are. */
export const FilterFields = {
  ...PlainFilterFields,
  ownerFilter: Type.Optional(
    Type.String({
      pattern: inWords('^(my|all|[0-9a-f]{24})$', 'must be my, all, or the id of a user'),
      description:
        '`my`: owned by or assigned to you. `all`: all that you may see, as without it. An id: owned by that user.',
    }),
  ),
  owner: Type.Optional({ ...Person, description: 'owned by one of these users' }),
  assignee: Type.Optional({ ...Person, description: 'assigned to one of these users' }),
}

/** Four periods; in a URL each is JSON, in a body an object. */
export function rangeFields<T extends TSchema>(Range: T) {
  return {
    dateRange: Type.Optional({ ...Range, description: `created from … to; ${example}` }),
    createdDateRange: Type.Optional({ ...Range, description: 'the same as dateRange' }),
    lastMessageTimeRange: Type.Optional({ ...Range, description: `last written with from … to; ${example}` }),
    lastMessageDateRange: Type.Optional({ ...Range, description: 'the same as lastMessageTimeRange' }),
  }
}

const example =
  'such as {"startDate":"2025-01-01","endDate":"2025-01-31"}; days are whole, in UTC; a time such as ' +
  '2025-01-31T17:00:00Z is exact'

export const RangeText = Type.String({ maxLength: 300 })
const Moment = Type.Optional(Type.String({ maxLength: 40 }))
export const RangeObject = Type.Object({
  startDate: Moment,
  endDate: Moment,
  start: Moment,
  end: Moment,
  from: Moment,
  to: Moment,
})

interface Ranges {
  dateRange?: string | object
  createdDateRange?: string | object
  lastMessageTimeRange?: string | object
  lastMessageDateRange?: string | object
}

/** What was asked, as the list takes it: where two periods are given, what is in both. */
export function readFilters<T extends Ranges & { tag?: string[] }>(input: T): Omit<T, keyof Ranges> & ContactFilters {
  const { dateRange, createdDateRange, lastMessageTimeRange, lastMessageDateRange, ...rest } = input
  const created = within(
    dateRange && readPeriod('dateRange', dateRange),
    createdDateRange && readPeriod('createdDateRange', createdDateRange),
  )
  const spoken = within(
    lastMessageTimeRange && readPeriod('lastMessageTimeRange', lastMessageTimeRange),
    lastMessageDateRange && readPeriod('lastMessageDateRange', lastMessageDateRange),
  )
  return {
    ...rest,
    ...(rest.tag ? { tag: rest.tag.map(toTag) } : {}),
    ...(created.from ? { createdFrom: created.from } : {}),
    ...(created.before ? { createdBefore: created.before } : {}),
    ...(spoken.from ? { lastMessageFrom: spoken.from } : {}),
    ...(spoken.before ? { lastMessageBefore: spoken.before } : {}),
  }
}

function within(one: Period | '' | undefined, other: Period | '' | undefined): Period {
  const periods = [one, other].filter((period): period is Period => typeof period === 'object')
  const starts = periods.flatMap(({ from }) => from ?? []).toSorted(inTime)
  const ends = periods.flatMap(({ before }) => before ?? []).toSorted(inTime)
  return { ...(starts.length > 0 ? { from: starts.at(-1)! } : {}), ...(ends[0] ? { before: ends[0] } : {}) }
}

function inTime(one: Date, other: Date): number {
  return one.getTime() - other.getTime()
}
