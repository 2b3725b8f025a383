import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Message, Time, nullable } from '../platform/schemas.ts'
import { discardDraft, findDraft, keepDraft } from './drafts.ts'
import type { Draft } from './drafts.ts'

const tags = ['Messages']
const ById = Type.Object({ id: Id })

const DraftSchema = Type.Object({
  conversationId: Id,
  content: Type.String(),
  isNote: Type.Boolean({ description: 'whether it was to become a note to colleagues' }),
  updatedAt: Type.Unsafe<Date>(Time),
})

const Answer = { 200: Type.Object({ draft: nullable(DraftSchema) }) }

export function draftRoutes(app: App): void {
  app.get(
    '/api/conversation/:id/draft',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Read what you have begun to write',
        description: 'Your own; nobody else sees it. Null where there is nothing.',
        params: ById,
        response: Answer,
      },
    },
    async ({ db, actor, params }) => answer(await findDraft(db, actor, params.id)),
  )
  app.put(
    '/api/conversation/:id/draft',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Keep what you have begun to write',
        description: 'For your other devices, for 90 days. Without a word in it there is none any more.',
        params: ById,
        body: Type.Object({ content: Type.String({ maxLength: 10_000 }), isNote: Type.Optional(Type.Boolean()) }),
        response: Answer,
      },
    },
    async ({ db, actor, params, body }) => answer(await keepDraft(db, actor, params.id, body)),
  )
  app.delete(
    '/api/conversation/:id/draft',
    {
      config: { roles: everyone },
      schema: { tags, summary: 'Discard what you have begun to write', params: ById, response: { 200: Message } },
    },
    async ({ db, actor, params }) => {
      await discardDraft(db, actor, params.id)
      return { message: 'Draft discarded' }
    },
  )
}

function answer(draft: Draft | undefined) {
  return { draft: draft ?? null }
}
