import { Type } from 'typebox'

import type { Actor } from '../identity/actor.ts'
import { Id, Time, named, nullable } from '../platform/schemas.ts'
import { ConditionFields } from './inbox/condition-fields.ts'
import { WhereSchema } from './inbox/where-schema.ts'
import type { InboxRow } from './inbox.ts'
import { NamedConversationFields, toConversation } from './schemas.ts'
import { mayChangeView } from './views.ts'
import type { View } from './views.ts'

/** What the inbox can be asked for; a saved view keeps the same. */
export const InboxFilterFields = {
  state: Type.Optional(
    Type.Unsafe<'open' | 'snoozed' | 'resolved' | 'all'>({
      type: 'string',
      enum: ['open', 'snoozed', 'resolved', 'all'],
      description: 'open unless you ask for another',
    }),
  ),
  ...ConditionFields,
  search: Type.Optional(
    Type.String({ maxLength: 200, description: 'fragments of the contact’s names, email or phone number' }),
  ),
  text: Type.Optional(
    Type.String({
      maxLength: 200,
      description: 'words that stand in a message, the last as far as it is typed; of the newest 1,000 that match',
    }),
  ),
}

/** Whoever shows a list asks so which of these belong to it by now, instead of keeping its rules twice. */
export const Ids = Type.Array(Id, { minItems: 1, maxItems: 100, description: 'of these conversations alone' })

export const Sort = Type.Unsafe<'newest' | 'oldest' | 'waiting'>({
  type: 'string',
  enum: ['newest', 'oldest', 'waiting'],
  description: 'by the last message; or who waits longest for an answer first, and nobody else',
})

export const InboxConversationSchema = named(
  'InboxConversation',
  Type.Object({
    ...NamedConversationFields,
    state: Type.String({ description: 'open, snoozed or resolved' }),
    channelName: Type.String(),
    optedOut: Type.Boolean(),
    isFollowed: Type.Boolean({ description: 'whether you follow it' }),
    activeAt: Type.Unsafe<Date>({ ...Time, description: 'its place in the order: the last message, or when it woke' }),
    wokenAt: nullable(Type.Unsafe<Date>({ ...Time, description: 'when it came back from being snoozed' })),
    lastStatus: nullable(Type.String({ description: 'what became of the latest message, if it is ours' })),
    contact: Type.Object({
      _id: Id,
      firstName: nullable(Type.String()),
      lastName: nullable(Type.String()),
      phoneNumber: nullable(Type.String()),
    }),
  }),
)

export function toInboxConversation(row: InboxRow) {
  const { contactId: _id, firstName, lastName, phoneNumber } = row
  const state = row.resolvedAt ? 'resolved' : row.snoozedUntil ? 'snoozed' : 'open'
  return { ...toConversation(row), state, contact: { _id, firstName, lastName, phoneNumber } }
}

/** As a view keeps them: with the order of its list. */
export const ViewFilters = Type.Object({
  ...InboxFilterFields,
  where: Type.Optional(WhereSchema),
  sort: Type.Optional(Sort),
})

export const ViewSchema = named(
  'InboxView',
  Type.Object({
    _id: Id,
    name: Type.String(),
    isShared: Type.Boolean(),
    userId: Type.String({ description: 'who saved it' }),
    mayChange: Type.Boolean({ description: 'whether you may change and delete it' }),
    filters: ViewFilters,
    createdAt: Time,
    updatedAt: Time,
  }),
)

export function toView(view: View, actor: Actor) {
  const mayChange = mayChangeView(actor, view)
  return { ...view, mayChange, _id: view.id, isShared: view.sharedAt !== null, filters: view.filters as never }
}
