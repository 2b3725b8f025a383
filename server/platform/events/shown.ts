import { Type } from 'typebox'

import { Id, Time, named, nullable } from '../schemas.ts'
import type { Event } from './log.ts'

export const EventSchema = named(
  'Event',
  Type.Object({
    _id: Id,
    organizationId: Id,
    position: nullable(Type.Integer({ description: 'the place in the log; `after` takes it' })),
    type: Type.String({ description: 'noun.pastParticiple' }),
    actorType: Type.String(),
    actorId: nullable(Type.String()),
    subjectId: Type.String(),
    data: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
    createdAt: Time,
  }),
)

export type ShownEvent = Omit<Event, 'id' | 'isImported'> & { _id: string }

/** An event as it is told outside. */
export function toShownEvent({ id, isImported: _isImported, ...rest }: Event): ShownEvent {
  return { _id: id, ...rest }
}
