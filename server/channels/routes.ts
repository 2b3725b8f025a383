import { Type } from 'typebox'

import { admins, everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Message } from '../platform/schemas.ts'
import { addChannel, deleteChannel, findChannel, listChannels, updateChannel } from './channels.ts'
import type { ChannelTools } from './channels.ts'
import { ChannelChangesSchema, ChannelSchema, NewChannelSchema, toChannel } from './schemas.ts'
import { testChannel } from './testing.ts'

const tags = ['Channels']
const ById = Type.Object({ id: Id })

export function channelRoutes(app: App, tools: ChannelTools): void {
  readRoutes(app, tools)
  writeRoutes(app, tools)
  switchRoutes(app, tools)
}

function readRoutes(app: App, { publicUrl }: ChannelTools): void {
  app.get(
    '/api/channels',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'List channels',
        response: { 200: Type.Object({ channels: Type.Array(ChannelSchema) }) },
      },
    },
    async (request) => ({
      channels: (await listChannels(request.db, request.actor)).map((channel) => toChannel(channel, publicUrl)),
    }),
  )

  app.get(
    '/api/channels/:id',
    {
      config: { roles: everyone },
      schema: { tags, summary: 'Read a channel', params: ById, response: { 200: ChannelSchema } },
    },
    async (request) => toChannel(await findChannel(request.db, request.actor, request.params.id), publicUrl),
  )
}

function writeRoutes(app: App, tools: ChannelTools): void {
  app.post(
    '/api/channels',
    {
      config: { roles: admins },
      schema: { tags, summary: 'Create a channel', body: NewChannelSchema, response: { 201: ChannelSchema } },
    },
    async (request, reply) => {
      reply.code(201)
      return toChannel(await addChannel(request.db, request.actor, tools, request.body), tools.publicUrl)
    },
  )

  app.put(
    '/api/channels/:id',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Update a channel',
        description: 'Settings and credentials are replaced as a whole; what is left out stays.',
        params: ById,
        body: ChannelChangesSchema,
        response: { 200: ChannelSchema },
      },
    },
    async (request) =>
      toChannel(
        await updateChannel(request.db, request.actor, tools, request.params.id, request.body),
        tools.publicUrl,
      ),
  )

  app.delete(
    '/api/channels/:id',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Delete a channel',
        description: 'Its address becomes free and its credentials are forgotten. The conversations held on it stay.',
        params: ById,
        response: { 200: Message },
      },
    },
    async (request) => {
      await deleteChannel(request.db, request.actor, request.params.id)
      return { message: 'Channel deleted successfully' }
    },
  )
}

function switchRoutes(app: App, tools: ChannelTools): void {
  for (const [verb, isDisabled] of [
    ['disable', true],
    ['enable', false],
  ] as const) {
    app.post(
      `/api/channels/:id/${verb}`,
      {
        config: { roles: admins },
        schema: {
          tags,
          summary: isDisabled ? 'Disable a channel: nothing leaves through it' : 'Enable a channel again',
          params: ById,
          response: { 200: ChannelSchema },
        },
      },
      async (request) =>
        toChannel(
          await updateChannel(request.db, request.actor, tools, request.params.id, { isDisabled }),
          tools.publicUrl,
        ),
    )
  }

  app.post(
    '/api/channels/:id/test',
    {
      config: { roles: admins, isRepeatable: true },
      schema: {
        tags,
        summary: 'Ask the provider whether the credentials work',
        description: 'If they do, a channel that had come to a halt goes on: what waits for it leaves.',
        params: ById,
        response: { 200: Type.Object({ success: Type.Boolean(), message: Type.String() }) },
      },
    },
    async (request) => {
      const { isWorking, message } = await testChannel(request.db, request.actor, tools, request.params.id)
      return { success: isWorking, message }
    },
  )
}
