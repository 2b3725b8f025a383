import { Type } from 'typebox'

import { Id, Text, Time, named, nullable } from '../platform/schemas.ts'
import { deliveryStates, stateOf } from './deliveries.ts'
import type { Attempt, Delivery } from './deliveries.ts'
import type { Secret } from './secrets.ts'
import type { WebhookState } from './webhooks.ts'

export const WebhookSchema = named(
  'Webhook',
  Type.Object({
    _id: Id,
    organizationId: Id,
    url: Type.String(),
    description: Type.String(),
    types: Type.Array(Type.String(), { description: 'such as message.received or message.*; none for all' }),
    hearsSince: Time,
    isDisabled: Type.Boolean(),
    disabledAt: nullable(Time),
    disabledReason: nullable(Type.String({ description: 'admin, gone (it answered 410), failing or moved' })),
    failingSince: Type.Unsafe<Date | null>({
      ...nullable(Time),
      description: 'nothing was taken since; after five days it is switched off',
    }),
    lastDeliveredAt: nullable(Time),
    counts: Type.Object({
      delivered: Type.Integer({ description: 'since it was made' }),
      failed: Type.Integer({ description: 'at this moment: as many as are listed with state=failed' }),
      givenUp: Type.Integer({ description: 'since it was made' }),
    }),
    createdAt: Time,
    updatedAt: Time,
  }),
)

export const SecretSchema = named(
  'WebhookSecret',
  Type.Object({ _id: Id, secret: Type.String({ description: 'whsec_…' }), createdAt: Time, expiresAt: nullable(Time) }),
)

export const DeliveryState = Type.Unsafe<(typeof deliveryStates)[number]>({ type: 'string', enum: [...deliveryStates] })

export const DeliverySchema = named(
  'WebhookDelivery',
  Type.Object({
    _id: Id,
    webhookId: Id,
    eventId: Type.String({ description: 'the webhook-id that the receiver sees, the same at every try' }),
    eventType: Type.String(),
    state: DeliveryState,
    tries: Type.Integer({ description: 'since it was put in line' }),
    queuedAt: Time,
    nextTryAt: Type.Unsafe<Date | null>({
      ...nullable(Time),
      description: 'null when it is done with, and while it waits for an earlier one of the same conversation',
    }),
    lastTriedAt: nullable(Time),
    lastStatus: nullable(Type.Integer()),
    lastError: nullable(Type.String()),
    deliveredAt: nullable(Time),
    givenUpAt: nullable(Time),
    createdAt: Time,
  }),
)

export const AttemptSchema = named(
  'WebhookAttempt',
  Type.Object({
    _id: Id,
    startedAt: Time,
    milliseconds: Type.Integer(),
    status: nullable(Type.Integer({ description: 'null where there was no answer' })),
    answer: nullable(Type.String({ description: 'its first 2 kB' })),
    errorCode: nullable(Type.String()),
    errorMessage: nullable(Type.String()),
  }),
)

export const webhookFields = {
  url: Text(2000, 'https, and reachable from the internet; its part behind ? may hold a token'),
  description: Type.Optional(Type.String({ maxLength: 200 })),
  types: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
      maxItems: 100,
      description: 'such as message.received or message.*; none for all',
    }),
  ),
}

export function toWebhook({ id, delivered, failing, givenUp, ...rest }: WebhookState) {
  const counts = { delivered: delivered ?? 0, failed: failing ?? 0, givenUp: givenUp ?? 0 }
  return { _id: id, ...rest, isDisabled: rest.disabledAt !== null, counts }
}

export function toSecret({ id, ...rest }: Secret) {
  return { _id: id, ...rest }
}

export function toDelivery(delivery: Delivery) {
  const { id, ...rest } = delivery
  return { _id: id, ...rest, state: stateOf(delivery) }
}

export function toAttempt({ id, ...rest }: Attempt) {
  return { _id: id, ...rest }
}
