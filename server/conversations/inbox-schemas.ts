import { Type } from 'typebox'

import type { Actor } from '../identity/actor.ts'
import { Id, Text, Time, inWords, named, nullable } from '../platform/schemas.ts'
import type { InboxRow } from './inbox.ts'
import { NamedConversationFields, toConversation } from './schemas.ts'
import { mayChangeView } from './views.ts'
import type { View } from './views.ts'

const User = (...words: string[]) =>
  inWords(`^(${words.join('|')}|[0-9a-f]{24})$`, `must be ${words.join(', ')}, or the id of a user`)

/** What the inbox can be asked for; a saved view keeps the same. */
export const InboxFilterFields = {
  state: Type.Optional(
    Type.Unsafe<'open' | 'snoozed' | 'resolved' | 'all'>({
      type: 'string',
      enum: ['open', 'snoozed', 'resolved', 'all'],
      description: 'open unless you ask for another',
    }),
  ),
  channelType: Type.Optional(Type.String({ enum: ['sms', 'facebook', 'webchat'] })),
  channelId: Type.Optional(Id),
  assignee: Type.Optional(
    Type.String({ pattern: User('me', 'none'), description: '`me`, `none`, or the id of who is assigned' }),
  ),
  owner: Type.Optional(Type.String({ pattern: User('me'), description: '`me`, or the id of the owner' })),
  unread: Type.Optional(Type.Boolean({ description: 'whether there is something that you have not seen' })),
  waiting: Type.Optional(Type.Boolean({ description: 'whether the contact waits for an answer' })),
  optedOut: Type.Optional(Type.Boolean({ description: 'whether the contact wants no messages there' })),
  tag: Type.Optional(Text(50)),
  mentioned: Type.Optional(
    Type.Boolean({ description: 'whether a note mentions you; of the newest 1,000 notes that do' }),
  ),
  status: Type.Optional(Text(100, 'the stage that the contact is in')),
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
export const ViewFilters = Type.Object({ ...InboxFilterFields, sort: Type.Optional(Sort) })

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
