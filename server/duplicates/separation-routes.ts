import { Type } from 'typebox'
import type { TSchema } from 'typebox'

import { PhoneNumber } from '../contacts/schemas.ts'
import { admins } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, nullable } from '../platform/schemas.ts'
import { separateContact } from './separation.ts'
import type { SeparationStep } from './separation-steps.ts'
import type { Side } from './split-fields.ts'

const Halves = <T extends TSchema>(Value: T, description?: string) =>
  Type.Optional(
    Type.Object({ original: Type.Optional(Value), new: Type.Optional(Value) }, description ? { description } : {}),
  )
const sides = { type: 'string', enum: ['original', 'new'] }
const Kept = Type.Optional(Type.Unsafe<Side>({ ...sides, description: 'who alone keeps it; both, if you do not say' }))
const ById = (description?: string) =>
  Type.Optional(
    Type.Record(Id, Type.Unsafe<Side>(sides), { maxProperties: 1000, ...(description ? { description } : {}) }),
  )
const Name = nullable(Type.String({ maxLength: 200 }))
const Moved = Type.Integer()

const FieldSplitSchema = Type.Object({
  firstName: Halves(Name),
  lastName: Halves(Name),
  email: Halves(nullable(Type.String({ format: 'email', maxLength: 254 }))),
  phoneNumber: Halves(nullable(PhoneNumber), 'the new one may take a number that the original has beside its own'),
  customFields: Halves(
    Type.Record(Type.String(), Type.Unknown()),
    'of the organization’s own fields those that change',
  ),
  status: Kept,
  pipelineId: Kept,
  pipelineStage: Kept,
  assignees: Kept,
  tags: Kept,
})

const Request = Type.Object({
  fieldSplit: FieldSplitSchema,
  childRecordAssignment: Type.Optional(
    Type.Object({
      conversations: ById('by their ids, like all of these'),
      contactNotes: ById(),
      reminders: ById(),
      documents: ById(),
    }),
  ),
  messageSplitPoints: Type.Optional(
    Type.Record(Id, Id, {
      maxProperties: 100,
      description: 'by a conversation’s id, that of the first message which is the new contact’s',
    }),
  ),
})

const Answer = Type.Object({
  success: Type.Boolean(),
  data: Type.Object({
    originalContactId: Id,
    newContactId: Id,
    summary: Type.Object({
      conversationsMoved: Moved,
      messagesReassigned: Moved,
      notesMoved: Moved,
      remindersMoved: Moved,
      documentsMoved: Moved,
      applicationsMoved: Type.Integer({ description: 'always 0: there are none' }),
      trainingSnapshotsMoved: Type.Integer({ description: 'always 0: there are none' }),
    }),
  }),
})

/** The step is what the floors above do when a contact is separated. */
export function separationRoutes(app: App, step: SeparationStep): void {
  app.post(
    '/api/contacts/:id/separate',
    {
      config: { roles: admins },
      schema: {
        tags: ['Contacts'],
        summary: 'Separate a contact into two',
        description:
          'Makes a new contact of what was another person’s. What you do not name stays with the original. Of a conversation ' +
          'the new contact gets all, or all from one message on, in a conversation of its own on the same channel. Owner, ' +
          'source and block are those of the original. One who gets nothing at all is refused. To undo it, merge the two.',
        params: Type.Object({ id: Id }),
        body: Request,
        response: { 200: Answer },
      },
    },
    async (request) => {
      const { original, separated, summary } = await separateContact(
        request.db,
        request.actor,
        step,
        request.params.id,
        request.body,
      )
      const counted = { ...summary, applicationsMoved: 0, trainingSnapshotsMoved: 0 }
      return { success: true, data: { originalContactId: original.id, newContactId: separated.id, summary: counted } }
    },
  )
}
