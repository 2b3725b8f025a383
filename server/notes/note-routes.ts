import { Type } from 'typebox'

import type { Links } from '../files/links.ts'
import { AttachedFileSchema, AttachedFiles, keysIn, toAttached } from '../files/schemas.ts'
import { everyone } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Message, Time, named, nullable } from '../platform/schemas.ts'
import { oneEmoji } from './emoji.ts'
import { addNote, deleteNote, editNote, listNotes, toggleReaction } from './notes.ts'
import type { Note } from './notes.ts'

const tags = ['Notes']
const ByNoteId = Type.Object({ noteId: Id })
const NoteText = Type.String({ minLength: 1, maxLength: 10_000, pattern: '\\S', description: 'plain or Markdown' })
const Mentions = Type.Array(Id, { maxItems: 20, uniqueItems: true, description: 'users who are told of it' })

const NoteSchema = named(
  'ContactNote',
  Type.Object({
    _id: Id,
    contactId: Id,
    userId: Type.Object({ _id: Id, fullName: Type.String(), email: Type.String() }),
    note: Type.String(),
    mentions: Type.Array(Type.String()),
    attachments: Type.Array(AttachedFileSchema),
    reactions: Type.Array(
      Type.Object({ emoji: Type.String(), users: Type.Array(Type.String()), count: Type.Integer() }),
    ),
    isEdited: Type.Boolean(),
    editedAt: nullable(Time),
    createdAt: Time,
  }),
)

const Answer = { 200: Type.Object({ success: Type.Boolean(), message: Type.String(), data: NoteSchema }) }

export function noteRoutes(app: App, links: Links): void {
  addRoute(app, links)
  listRoute(app, links)
  changeRoutes(app, links)
  reactionRoute(app, links)
}

function addRoute(app: App, links: Links): void {
  app.post(
    '/api/contact-notes',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Write a note on a contact',
        description:
          'Your colleagues read it, the contact never does. Who is mentioned must be able to see the contact.',
        body: Type.Object({
          contactId: Id,
          note: NoteText,
          mentions: Type.Optional(Mentions),
          attachments: Type.Optional(AttachedFiles),
        }),
        response: Answer,
      },
    },
    async (request) => {
      const { attachments, ...body } = request.body
      const note = await addNote(request.db, request.actor, { ...body, ...keysIn(attachments) })
      return answer('Contact note created', links, request.actor, note)
    },
  )
}

function listRoute(app: App, links: Links): void {
  app.get(
    '/api/contact-notes',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'List the notes on a contact',
        description: 'The newest first.',
        querystring: Type.Object({
          contactId: Id,
          size: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
          cursor: Type.Optional(Type.String({ maxLength: 200 })),
        }),
        response: {
          200: Type.Object({
            success: Type.Boolean(),
            data: Type.Array(NoteSchema),
            nextCursor: nullable(Type.String()),
          }),
        },
      },
    },
    async (request) => {
      const { notes, nextCursor } = await listNotes(request.db, request.actor, request.query)
      return { success: true, data: notes.map((note) => toNote(links, request.actor, note)), nextCursor }
    },
  )
}

function changeRoutes(app: App, links: Links): void {
  app.patch(
    '/api/contact-notes/:noteId',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Edit a note of yours',
        description: 'The attachments that you name are all that it has then; the files of others are removed.',
        params: ByNoteId,
        body: Type.Object(
          {
            note: Type.Optional(NoteText),
            mentions: Type.Optional(Mentions),
            attachments: Type.Optional(AttachedFiles),
          },
          { minProperties: 1 },
        ),
        response: Answer,
      },
    },
    async (request) => {
      const { attachments, ...body } = request.body
      const changes = { ...body, ...keysIn(attachments) }
      const note = await editNote(request.db, request.actor, request.params.noteId, changes)
      return answer('Contact note updated', links, request.actor, note)
    },
  )

  app.delete(
    '/api/contact-notes/:noteId',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Delete a note',
        description: 'One of yours; an admin may delete any.',
        params: ByNoteId,
        response: { 200: Message },
      },
    },
    async (request) => {
      await deleteNote(request.db, request.actor, request.params.noteId)
      return { message: 'Contact note deleted' }
    },
  )
}

function reactionRoute(app: App, links: Links): void {
  app.post(
    '/api/contact-notes/:noteId/reaction',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'React to a note',
        description: 'A second time with the same emoji takes the reaction away again.',
        params: ByNoteId,
        body: Type.Object({
          emoji: Type.String({ minLength: 1, maxLength: 32, pattern: oneEmoji }),
        }),
        response: Answer,
      },
    },
    async (request) => {
      const note = await toggleReaction(request.db, request.actor, request.params.noteId, request.body.emoji)
      return answer('Reaction updated', links, request.actor, note)
    },
  )
}

function answer(message: string, links: Links, actor: Actor, note: Note) {
  return { success: true, message, data: toNote(links, actor, note) }
}

function toNote(links: Links, { organizationId }: Actor, { id, userId, fullName, email, ...rest }: Note) {
  return {
    ...rest,
    _id: id,
    userId: { _id: userId, fullName, email },
    attachments: toAttached(links, organizationId, rest.attachments),
    isEdited: rest.editedAt !== null,
  }
}
