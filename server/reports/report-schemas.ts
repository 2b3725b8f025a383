import { Type } from 'typebox'
import type { TSchema } from 'typebox'

import { Id, inWords, named, nullable } from '../platform/schemas.ts'

// PostgreSQL knows no year 0.
export const Day = Type.String({ format: 'date', pattern: inWords('^(?!0000)', 'must be a date such as 2026-01-31') })

export const Range = Type.Object({
  from: Day,
  to: Type.String({ ...Day, description: 'the last day, included; at most two years after the first' }),
  channelId: Type.Optional(Id),
  userId: Type.Optional(Id),
  departmentId: Type.Optional(Id),
})

export const Steps = Type.Object({
  interval: Type.Optional(
    Type.Enum(['day', 'week', 'month'], { description: 'a row for each; a week begins on Monday' }),
  ),
  by: Type.Optional(Type.Enum(['user', 'department', 'channel'], { description: 'a row for each' })),
})

export const HoursQuery = Type.Object({
  hours: Type.Optional(
    Type.Enum(['all', 'business'], { description: '`business`: first responses by the business hours alone' }),
  ),
})

const head = {
  from: Type.String(),
  to: Type.String(),
  timeZone: Type.String({ description: 'by whose clocks days begin' }),
  isCounting: Type.Boolean({ description: 'what was there before is still being counted' }),
}

function report<T extends Record<string, TSchema>>(name: string, numbers: T) {
  const row = {
    start: nullable(Type.String({ description: 'the first day of the step; null without `interval`' })),
    key: nullable(Type.String({ description: 'the id of what `by` names; null is nobody, or no department' })),
    name: nullable(Type.String()),
  }
  return named(
    name,
    Type.Object({
      ...head,
      total: Type.Object(numbers),
      rows: Type.Array(Type.Object({ ...row, ...numbers })),
    }),
  )
}

export const ConversationReport = report('ConversationReport', {
  opened: Type.Integer(),
  resolved: Type.Integer(),
  reopened: Type.Integer(),
})

export const MessageReport = report('MessageReport', {
  received: Type.Integer(),
  sent: Type.Integer(),
  failed: Type.Integer(),
})

const Durations = Type.Object(
  {
    count: Type.Integer(),
    mean: nullable(Type.Integer()),
    median: nullable(Type.Integer()),
    p90: nullable(Type.Integer({ description: 'nine of ten took no longer' })),
  },
  { description: 'in seconds; median and p90 from classes of length, a fifth wide' },
)

export const ResponseTimeReport = report('ResponseTimeReport', { firstResponse: Durations, resolution: Durations })

export const BusyHourReport = named(
  'BusyHourReport',
  Type.Object({
    ...head,
    rows: Type.Array(
      Type.Object({
        weekday: Type.Integer({ description: 'Monday is 1, Sunday 7' }),
        hour: Type.Integer({ description: '0 to 23' }),
        received: Type.Integer(),
      }),
    ),
  }),
)
