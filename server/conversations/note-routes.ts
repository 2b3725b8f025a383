import { Type } from 'typebox'

import type { Links } from '../files/links.ts'
import { AttachedFileSchema, AttachedFiles, keysIn, toAttached } from '../files/schemas.ts'
import { everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Message, Time, named, nullable } from '../platform/schemas.ts'
import { addNote, deleteNote, listNotes, updateNote } from './notes.ts'
import type { Note } from './notes.ts'

const tags = ['Conversations']
const ById = Type.Object({ id: Id })
const ByNoteId = Type.Object({ id: Id, noteId: Id })
const Content = Type.String({ minLength: 1, maxLength: 10_000, pattern: '\\S' })
const Mentions = Type.Array(Id, { maxItems: 50, uniqueItems: true, description: 'the users who are told of it' })
const Others = { mentions: Type.Optional(Mentions), attachments: Type.Optional(AttachedFiles) }

const NoteSchema = named(
  'ConversationNote',
  Type.Object({
    _id: Id,
    organizationId: Id,
    conversationId: Id,
    userId: nullable(Type.String({ description: 'its author' })),
    authorName: nullable(Type.String()),
    content: Type.String(),
    mentions: Type.Array(Type.String()),
    attachments: Type.Array(AttachedFileSchema),
    createdAt: Time,
    updatedAt: Time,
  }),
)

export function conversationNoteRoutes(app: App, links: Links): void {
  listRoute(app, links)
  writeRoutes(app, links)
}

function listRoute(app: App, links: Links): void {
  app.get(
    '/api/conversation/:id/notes',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'List the internal notes of a conversation',
        description: 'The contact never reads them. The newest, the oldest of them first.',
        params: ById,
        querystring: Type.Object({
          size: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
          cursor: Type.Optional(Type.String({ maxLength: 200 })),
        }),
        response: { 200: Type.Object({ notes: Type.Array(NoteSchema), nextCursor: nullable(Type.String()) }) },
      },
    },
    async (request) => {
      const { notes, nextCursor } = await listNotes(request.db, request.actor, request.params.id, request.query)
      return { notes: notes.map((note) => toNote(links, note)), nextCursor }
    },
  )
}

function writeRoutes(app: App, links: Links): void {
  app.post(
    '/api/conversation/:id/notes',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Add an internal note to a conversation',
        description: 'Nobody but colleagues ever reads it. Whoever is mentioned is told.',
        params: ById,
        body: Type.Object({ content: Content, ...Others }),
        response: { 201: NoteSchema },
      },
    },
    async (request, reply) => {
      reply.code(201)
      const { attachments, ...fields } = request.body
      const note = { ...fields, ...keysIn(attachments) }
      return toNote(links, await addNote(request.db, request.actor, request.params.id, note))
    },
  )
  app.put(
    '/api/conversation/:id/notes/:noteId',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Change your internal note on a conversation',
        description: 'The attachments that you name are all that it has then; the files of others are removed.',
        params: ByNoteId,
        body: Type.Object({ content: Type.Optional(Content), ...Others }),
        response: { 200: NoteSchema },
      },
    },
    async ({ db, actor, params, body: { attachments, ...fields } }) => {
      const changes = { ...fields, ...keysIn(attachments) }
      return toNote(links, await updateNote(db, actor, params.id, params.noteId, changes))
    },
  )
  app.delete(
    '/api/conversation/:id/notes/:noteId',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Delete your internal note on a conversation',
        params: ByNoteId,
        response: { 200: Message },
      },
    },
    async ({ db, actor, params }) => {
      await deleteNote(db, actor, params.id, params.noteId)
      return { message: 'Note deleted successfully' }
    },
  )
}

function toNote(links: Links, { id, ...rest }: Note) {
  return { ...rest, _id: id, attachments: toAttached(links, rest.organizationId, rest.attachments) }
}
