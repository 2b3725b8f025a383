import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import type { App } from '../platform/http.ts'
import { Id, Text, Time, named, nullable } from '../platform/schemas.ts'
import { assigning } from './assignment.ts'
import { changeMany, changeOne } from './change.ts'
import type { Change } from './change.ts'
import { findConversation } from './conversations.ts'
import { followersOf, following, unfollowing } from './following.ts'
import { reopening, resolving } from './resolution.ts'
import { ConversationSchema, toConversation } from './schemas.ts'
import { asSeenBy, seeing, unseeing } from './seen.ts'
import { snoozing, unsnoozing } from './snoozing.ts'
import { tagging } from './tags.ts'

const tags = ['Conversations']
const Ids = Type.Array(Id, { minItems: 1, maxItems: 1000 })
const Tags = Type.Array(Text(50), { maxItems: 20, default: [] })

const Results = named(
  'ConversationResults',
  Type.Object({
    changed: Type.Integer(),
    results: Type.Array(
      Type.Object({
        _id: Id,
        outcome: Type.String({ description: 'changed; unchanged, where it was so already; or not_found' }),
        conversation: nullable(Type.Object({ contactId: Id, channelId: Id, updatedAt: Time })),
      }),
    ),
  }),
)

export function bulkRoutes(app: App): void {
  app.post(
    '/api/conversations/assign',
    schemaOf('Assign conversations', { assignees: Type.Array(Id, { maxItems: 20, uniqueItems: true }) }),
    async ({ db, actor, body }) => doAll(db, actor, body.ids, assigning(body.assignees)),
  )
  app.post('/api/conversations/resolve', schemaOf('Resolve conversations', {}), async ({ db, actor, body }) =>
    doAll(db, actor, body.ids, resolving),
  )
  app.post('/api/conversations/reopen', schemaOf('Reopen conversations', {}), async ({ db, actor, body }) =>
    doAll(db, actor, body.ids, reopening),
  )
  app.post(
    '/api/conversations/tag',
    schemaOf('Tag conversations', { add: Tags, remove: Tags }),
    async ({ db, actor, body }) => doAll(db, actor, body.ids, tagging(body.add, body.remove)),
  )
  app.post('/api/conversations/seen', schemaOf('Mark conversations as seen', {}), async ({ db, actor, body }) =>
    doAll(db, actor, body.ids, seeing),
  )
  app.post('/api/conversations/unseen', schemaOf('Mark conversations as unseen', {}), async ({ db, actor, body }) =>
    doAll(db, actor, body.ids, unseeing),
  )
  app.post(
    '/api/conversations/snooze',
    schemaOf('Snooze conversations', { until: Time }),
    async ({ db, actor, body }) => doAll(db, actor, body.ids, snoozing(new Date(body.until))),
  )
  app.post('/api/conversations/unsnooze', schemaOf('Wake conversations', {}), async ({ db, actor, body }) =>
    doAll(db, actor, body.ids, unsnoozing),
  )
  app.post('/api/conversations/follow', schemaOf('Follow conversations', {}), async ({ db, actor, body }) =>
    doAll(db, actor, body.ids, following),
  )
  app.post('/api/conversations/unfollow', schemaOf('Unfollow conversations', {}), async ({ db, actor, body }) =>
    doAll(db, actor, body.ids, unfollowing),
  )
  snoozeRoutes(app)
  followerRoutes(app)
}

function schemaOf<T extends Parameters<typeof Type.Object>[0]>(summary: string, fields: T) {
  return {
    config: { roles: everyone },
    schema: {
      tags,
      summary,
      description: 'Up to 1,000 at once, in one transaction, with a result for each.',
      body: Type.Object({ ids: Ids, ...fields }),
      response: { 200: Results },
    },
  }
}

async function doAll(db: Database, actor: Actor, ids: string[], change: Change) {
  const results = await changeMany(db, actor, [...new Set(ids)], change)
  return {
    changed: results.filter(({ outcome }) => outcome === 'changed').length,
    results: results.map(({ id, ...rest }) => ({ _id: id, ...rest })),
  }
}

function snoozeRoutes(app: App): void {
  const params = Type.Object({ id: Id })
  app.put(
    '/api/conversation/:id/snooze',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Snooze a conversation',
        description: 'Out of the inbox until then, or until the contact writes. What is resolved stays as it is.',
        params,
        body: Type.Object({ until: Time }),
        response: { 200: ConversationSchema },
      },
    },
    ({ db, actor, params: { id }, body }) => doOne(db, actor, id, snoozing(new Date(body.until))),
  )
  app.delete(
    '/api/conversation/:id/snooze',
    {
      config: { roles: everyone },
      schema: { tags, summary: 'Wake a conversation', params, response: { 200: ConversationSchema } },
    },
    ({ db, actor, params: { id } }) => doOne(db, actor, id, unsnoozing),
  )
}

async function doOne(db: Database, actor: Actor, id: string, change: Change) {
  const [conversation] = await asSeenBy(db, actor, [await changeOne(db, actor, id, change)])
  return toConversation(conversation!)
}

function followerRoutes(app: App): void {
  app.get(
    '/api/conversation/:id/followers',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'List who follows a conversation',
        description: 'Those who may see it. Whoever is mentioned in a note follows from then on.',
        params: Type.Object({ id: Id }),
        response: { 200: Type.Object({ followers: Type.Array(Type.Object({ _id: Id, fullName: Type.String() })) }) },
      },
    },
    async ({ db, actor, params: { id } }) => {
      await findConversation(db, actor, id)
      const followers = await followersOf(db, actor.organizationId, id)
      return { followers: followers.map(({ id: _id, fullName }) => ({ _id, fullName })) }
    },
  )
}
