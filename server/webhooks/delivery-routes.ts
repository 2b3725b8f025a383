import { Type } from 'typebox'

import { admins } from '../identity/actor.ts'
import { invalid } from '../platform/errors.ts'
import type { App } from '../platform/http.ts'
import { Id, Message, Text, Time, nullable } from '../platform/schemas.ts'
import { findDelivery, listDeliveries, redeliver } from './deliveries.ts'
import { redeliverSince } from './redelivery.ts'
import { AttemptSchema, DeliverySchema, DeliveryState, toAttempt, toDelivery } from './schemas.ts'

const tags = ['Webhooks']
const params = Type.Object({ id: Id, deliveryId: Id })
const Since = Type.Unsafe<string>({ ...Time, description: 'ISO 8601' })

export function deliveryRoutes(app: App): void {
  listRoute(app)
  findRoute(app)
  redeliverRoutes(app)
}

function listRoute(app: App): void {
  app.get(
    '/api/webhooks/:id/deliveries',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'What a webhook was told, and is to be told',
        description: 'The newest first. Kept for as long as the events are.',
        params: Type.Object({ id: Id }),
        querystring: Type.Object({
          size: Type.Integer({ minimum: 1, maximum: 100, default: 25 }),
          cursor: Type.Optional(Type.String({ maxLength: 200 })),
          state: Type.Optional(DeliveryState),
          type: Type.Optional(Text(100, 'of the event')),
          since: Type.Optional(Since),
        }),
        response: {
          200: Type.Object({ deliveries: Type.Array(DeliverySchema), nextCursor: nullable(Type.String()) }),
        },
      },
    },
    async (request) => {
      const { deliveries, nextCursor } = await listDeliveries(
        request.db,
        request.actor,
        request.params.id,
        request.query,
      )
      return { deliveries: deliveries.map(toDelivery), nextCursor }
    },
  )
}

function findRoute(app: App): void {
  app.get(
    '/api/webhooks/:id/deliveries/:deliveryId',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Read a delivery with its attempts',
        description: 'What was told stands in the event: /api/event-logs/{eventId}.',
        params,
        response: { 200: Type.Object({ delivery: DeliverySchema, attempts: Type.Array(AttemptSchema) }) },
      },
    },
    async (request) => {
      const { id, deliveryId } = request.params
      const { delivery, attempts } = await findDelivery(request.db, request.actor, id, deliveryId)
      return { delivery: toDelivery(delivery), attempts: attempts.map(toAttempt) }
    },
  )
}

function redeliverRoutes(app: App): void {
  app.post(
    '/api/webhooks/:id/deliveries/:deliveryId/redeliver',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Tell a webhook of an event now',
        description: 'Once more, or before its turn; under the same webhook-id.',
        params,
        response: { 200: DeliverySchema },
      },
    },
    async (request) => {
      const { id, deliveryId } = request.params
      return toDelivery(await redeliver(request.db, request.actor, id, deliveryId))
    },
  )
  app.post(
    '/api/webhooks/:id/redeliver',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Tell a webhook of everything since a time',
        description:
          'Under the same webhook-ids, and also of what happened while it was switched off, as far as the log reaches back.',
        params: Type.Object({ id: Id }),
        body: Type.Object({
          since: Since,
          isUndeliveredOnly: Type.Optional(Type.Boolean({ description: 'leaves out what it has taken' })),
        }),
        response: { 202: Message },
      },
    },
    async (request, reply) => {
      if (new Date(request.body.since) > new Date()) throw invalid('since', 'it must be in the past.')
      await redeliverSince(request.db, request.actor, request.params.id, request.body)
      return reply.code(202).send({ message: 'It is told of everything since then' })
    },
  )
}
