import { Type } from 'typebox'

import { admins } from '../identity/actor.ts'
import { notFound } from '../platform/errors.ts'
import { lastPosition, readEvents } from '../platform/events/log.ts'
import type { Event } from '../platform/events/log.ts'
import { EventSchema, toShownEvent } from '../platform/events/shown.ts'
import { typesMeant } from '../platform/events/types.ts'
import type { App } from '../platform/http.ts'
import { Id } from '../platform/schemas.ts'

const tags = ['Events']

/** The one ordered log of an organization, for programs that follow it from a cursor. */
export function eventLogRoutes(app: App): void {
  app.get(
    '/api/event-logs',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Read the log from a cursor',
        description:
          'In order, without a gap: what is committed late gets a late position, so that who follows `nextAfter` misses ' +
          'nothing. 410 `cursor_expired` says that events after the cursor have been pruned: start over.',
        querystring: Type.Object({
          after: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 0 }),
          size: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
          types: Type.Optional(Type.String({ maxLength: 1000, description: 'several by commas, such as message.*' })),
        }),
        response: { 200: Type.Object({ events: Type.Array(EventSchema), nextAfter: Type.Integer() }) },
      },
    },
    async (request) => {
      const { after, size, types } = request.query
      const wanted = types ? typesMeant(types.split(',').map((type) => type.trim())) : []
      const newest = Math.max(after, await lastPosition(request.db, request.actor.organizationId))
      const events = await readEvents(request.db, request.actor.organizationId, after, size, wanted)
      // Past what was not asked for as well: a follower of rare events must not fall behind what is pruned.
      const last = events.at(-1)?.position ?? after
      return { events: events.map(toShownEvent), nextAfter: events.length < size ? Math.max(newest, last) : last }
    },
  )

  app.get(
    '/api/event-logs/:id',
    {
      config: { roles: admins },
      schema: { tags, summary: 'Read an event', params: Type.Object({ id: Id }), response: { 200: EventSchema } },
    },
    async (request) => {
      const event = await request.db
        .selectFrom('events')
        .selectAll()
        .where('organizationId', '=', request.actor.organizationId)
        .where('id', '=', request.params.id)
        .executeTakeFirst()
      if (!event) throw notFound('event')
      return toShownEvent(event as Event)
    },
  )
}
