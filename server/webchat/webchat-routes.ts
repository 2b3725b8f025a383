import { Type } from 'typebox'
import type { TSchema } from 'typebox'

import { deleteChannel } from '../channels/channels.ts'
import type { Channel, ChannelTools } from '../channels/channels.ts'
import { settingsFields, webchatSettings } from '../channels/webchat.ts'
import { admins, everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Message, Text, Time, named } from '../platform/schemas.ts'
import { embedCode } from './embed-code.ts'
import { settingsOf } from './visitors.ts'
import { addWebchat, findWebchat, listWebchats, rotateIdentitySecret, updateWebchat } from './webchats.ts'
import type { WebchatFields } from './webchats.ts'

const tags = ['Webchat']
const ById = Type.Object({ id: Id })
const IdentitySecret = Type.String({ description: 'told this once: sign with it who your visitors are' })

const WebchatSchema = named(
  'Webchat',
  Type.Object({
    _id: Id,
    key: Type.String({ description: 'stands in the script on your site; no secret' }),
    name: Type.String(),
    userId: Type.String({ description: 'owns the contacts and conversations that begin here' }),
    isDisabled: Type.Boolean(),
    settings: Type.Unsafe<Record<string, unknown>>({ ...webchatSettings, additionalProperties: true }),
    embedCode: Type.String({ description: 'two lines, to be put on every page that is to show it' }),
    createdAt: Time,
    updatedAt: Time,
  }),
)

/** Without their defaults: what is left out of a change stays as it is. */
const Asked = Object.fromEntries(
  Object.entries(settingsFields).map(
    ([name, { default: _default, ...schema }]: [string, TSchema & { default?: unknown }]) => [
      name,
      Type.Optional(schema),
    ],
  ),
)
const Fields = Type.Unsafe<WebchatFields>(
  Type.Object({
    name: Type.Optional(Text(200)),
    userId: Type.Optional(Id),
    isDisabled: Type.Optional(Type.Boolean()),
    ...Asked,
  }),
)
const NewFields = Type.Unsafe<WebchatFields & { name: string }>(
  Type.Object({ name: Text(200), userId: Type.Optional(Id), ...Asked }),
)

/** Channels of the type webchat, as those see them who put one on their site. */
export function webchatRoutes(app: App, tools: ChannelTools): void {
  readRoutes(app, tools)
  writeRoutes(app, tools)
  secretRoute(app, tools)
}

function readRoutes(app: App, { publicUrl }: ChannelTools): void {
  app.get(
    '/api/webchats',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'List webchats',
        response: { 200: Type.Object({ webchats: Type.Array(WebchatSchema) }) },
      },
    },
    async (request) => ({
      webchats: (await listWebchats(request.db, request.actor)).map((channel) => toWebchat(channel, publicUrl)),
    }),
  )

  app.get(
    '/api/webchats/:id',
    {
      config: { roles: everyone },
      schema: { tags, summary: 'Read a webchat', params: ById, response: { 200: WebchatSchema } },
    },
    async (request) => toWebchat(await findWebchat(request.db, request.actor, request.params.id), publicUrl),
  )
}

function writeRoutes(app: App, tools: ChannelTools): void {
  app.post(
    '/api/webchats',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Create a webchat',
        body: NewFields,
        response: { 201: Type.Object({ webchat: WebchatSchema, identitySecret: IdentitySecret }) },
      },
    },
    async (request, reply) => {
      const { channel, identitySecret } = await addWebchat(request.db, request.actor, tools, request.body)
      reply.code(201)
      return { webchat: toWebchat(channel, tools.publicUrl), identitySecret }
    },
  )

  app.put(
    '/api/webchats/:id',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Update a webchat',
        description: 'What is left out stays; a setting that has parts is replaced as a whole.',
        params: ById,
        body: Fields,
        response: { 200: WebchatSchema },
      },
    },
    async (request) => {
      const channel = await updateWebchat(request.db, request.actor, tools, request.params.id, request.body)
      return toWebchat(channel, tools.publicUrl)
    },
  )

  app.delete(
    '/api/webchats/:id',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Delete a webchat',
        description: 'It disappears from the sites that show it. The conversations held on it stay.',
        params: ById,
        response: { 200: Message },
      },
    },
    async (request) => {
      await findWebchat(request.db, request.actor, request.params.id)
      await deleteChannel(request.db, request.actor, request.params.id)
      return { message: 'Webchat deleted successfully' }
    },
  )
}

function secretRoute(app: App, tools: ChannelTools): void {
  app.post(
    '/api/webchats/:id/identity-secret',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Replace the secret with which a site signs who its visitors are',
        description: 'The one before is good for a day more.',
        params: ById,
        response: { 200: Type.Object({ identitySecret: IdentitySecret }) },
      },
    },
    async (request) => ({
      identitySecret: await rotateIdentitySecret(request.db, request.actor, tools, request.params.id),
    }),
  )
}

function toWebchat(channel: Channel, publicUrl: string) {
  const { id, identifier, name, userId, disabledAt, createdAt, updatedAt } = channel
  return {
    _id: id,
    key: identifier,
    name,
    userId,
    isDisabled: disabledAt !== null,
    settings: settingsOf(channel) as unknown as Record<string, unknown>,
    embedCode: embedCode(publicUrl, identifier),
    createdAt,
    updatedAt,
  }
}
