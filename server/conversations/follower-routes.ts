import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id } from '../platform/schemas.ts'
import { findConversation } from './conversations.ts'
import { followersOf } from './following.ts'

/** Following itself is done to many at once: bulk-routes.ts. */
export function followerRoutes(app: App): void {
  app.get(
    '/api/conversation/:id/followers',
    {
      config: { roles: everyone },
      schema: {
        tags: ['Conversations'],
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
