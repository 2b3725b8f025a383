import { Type } from 'typebox'

import { admins } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Message, Text } from '../platform/schemas.ts'
import { addSecret, revealSecrets } from './rotation.ts'
import {
  AttemptSchema,
  DeliverySchema,
  SecretSchema,
  WebhookSchema,
  toAttempt,
  toDelivery,
  toSecret,
  toWebhook,
  webhookFields,
} from './schemas.ts'
import type { WebhookTools } from './tools.ts'
import { tryOut } from './trial.ts'
import { addWebhook, changeWebhook, deleteWebhook, findWebhook, listWebhooks } from './webhooks.ts'

const tags = ['Webhooks']
const params = Type.Object({ id: Id })
// An answer that is kept for whoever asks again would keep the secret with it.
const showsSecrets = { roles: admins, isRepeatable: true } as const

export function webhookRoutes(app: App, tools: WebhookTools): void {
  readRoutes(app)
  addingRoute(app, tools)
  changingRoutes(app, tools)
  secretRoutes(app, tools)
  trialRoute(app, tools)
}

function readRoutes(app: App): void {
  app.get(
    '/api/webhooks',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'List the webhooks',
        response: { 200: Type.Object({ webhooks: Type.Array(WebhookSchema) }) },
      },
    },
    async (request) => ({ webhooks: (await listWebhooks(request.db, request.actor)).map(toWebhook) }),
  )
  app.get(
    '/api/webhooks/:id',
    {
      config: { roles: admins },
      schema: { tags, summary: 'Read a webhook', params, response: { 200: WebhookSchema } },
    },
    async (request) => toWebhook(await findWebhook(request.db, request.actor, request.params.id)),
  )
}

function addingRoute(app: App, tools: WebhookTools): void {
  app.post(
    '/api/webhooks',
    {
      config: showsSecrets,
      schema: {
        tags,
        summary: 'Have a URL told what happens',
        description:
          'From now on. Every call is signed as https://www.standardwebhooks.com says, with the secret of the answer; an ' +
          'Idempotency-Key is ignored here, since the answer is not kept. At most 50.',
        body: Type.Object(webhookFields),
        response: { 201: Type.Object({ webhook: WebhookSchema, secret: Type.String({ description: 'whsec_…' }) }) },
      },
    },
    async (request, reply) => {
      const { webhook, secret } = await addWebhook(request.db, tools, request.actor, request.body)
      return reply.code(201).send({ webhook: toWebhook(webhook), secret })
    },
  )
}

function changingRoutes(app: App, tools: WebhookTools): void {
  app.patch(
    '/api/webhooks/:id',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Change a webhook, or switch it off or on',
        description:
          'Switched on again it goes on where it stopped. What happened meanwhile it is told when you ask for it: redeliver.',
        params,
        body: Type.Object({
          ...webhookFields,
          url: Type.Optional(Text(2000)),
          isDisabled: Type.Optional(Type.Boolean()),
        }),
        response: { 200: WebhookSchema },
      },
    },
    async (request) =>
      toWebhook(await changeWebhook(request.db, tools, request.actor, request.params.id, request.body)),
  )
  app.delete(
    '/api/webhooks/:id',
    {
      config: { roles: admins },
      schema: { tags, summary: 'Delete a webhook', params, response: { 200: Message } },
    },
    async (request) => {
      await deleteWebhook(request.db, request.actor, request.params.id)
      return { message: 'Webhook deleted successfully' }
    },
  )
}

function secretRoutes(app: App, tools: WebhookTools): void {
  app.get(
    '/api/webhooks/:id/secrets',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Show the secrets of a webhook',
        description: 'The newest first. Who looked stands in the audit log.',
        params,
        response: { 200: Type.Object({ secrets: Type.Array(SecretSchema) }) },
      },
    },
    async (request) => ({
      secrets: (await revealSecrets(request.db, tools, request.actor, request.params.id)).map(toSecret),
    }),
  )
  app.post(
    '/api/webhooks/:id/secrets',
    {
      config: showsSecrets,
      schema: {
        tags,
        summary: 'Give a webhook another secret',
        description:
          'Calls are signed with the others as well until those expire: give the receiver the new one meanwhile.',
        params,
        body: Type.Object({ othersExpireAfterHours: Type.Integer({ minimum: 0, maximum: 720, default: 24 }) }),
        response: { 201: SecretSchema },
      },
    },
    async (request, reply) => {
      const { othersExpireAfterHours } = request.body
      const secret = await addSecret(request.db, tools, request.actor, request.params.id, othersExpireAfterHours)
      return reply.code(201).send(toSecret(secret))
    },
  )
}

function trialRoute(app: App, tools: WebhookTools): void {
  app.post(
    '/api/webhooks/:id/test',
    {
      // Keeping an answer would keep a transaction open for as long as the receiver takes.
      config: { roles: admins, isRepeatable: true },
      schema: {
        tags,
        summary: 'Test a webhook',
        description: 'Calls it once with `webhook.tested`, and answers what it said; also while it is switched off.',
        params,
        response: { 200: Type.Object({ delivery: DeliverySchema, attempt: AttemptSchema }) },
      },
    },
    async (request) => {
      const { delivery, attempt } = await tryOut(request.db, tools, request.actor, request.params.id)
      return { delivery: toDelivery(delivery), attempt: toAttempt(attempt) }
    },
  )
}
