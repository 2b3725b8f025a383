import { Type } from 'typebox'

import { Id, Text, inWords } from '../../platform/schemas.ts'

const User = (...words: string[]) =>
  inWords(`^(${words.join('|')}|[0-9a-f]{24})$`, `must be ${words.join(', ')}, or the id of a user`)

const minutesOfYear = 366 * 1440

/** What a conversation is asked for by itself, alone or among others. */
export const ConditionFields = {
  channelType: Type.Optional(Type.String({ enum: ['sms', 'facebook', 'webchat'] })),
  channelId: Type.Optional(Id),
  assignee: Type.Optional(
    Type.String({ pattern: User('me', 'none'), description: '`me`, `none`, or the id of who is assigned' }),
  ),
  owner: Type.Optional(Type.String({ pattern: User('me'), description: '`me`, or the id of the owner' })),
  unread: Type.Optional(Type.Boolean({ description: 'whether there is something that you have not seen' })),
  waiting: Type.Optional(Type.Boolean({ description: 'whether the contact waits for an answer' })),
  waitingMinutes: Type.Optional(
    Type.Integer({ minimum: 1, maximum: minutesOfYear, description: 'for how long it has waited at least' }),
  ),
  optedOut: Type.Optional(Type.Boolean({ description: 'whether the contact wants no messages there' })),
  tag: Type.Optional(Text(50)),
  mentioned: Type.Optional(
    Type.Boolean({ description: 'whether a note mentions you; of the newest 1,000 notes that do' }),
  ),
  followed: Type.Optional(
    Type.Boolean({ description: 'whether you follow it; of the 1,000 that you began to follow last' }),
  ),
  status: Type.Optional(Text(100, 'the stage that the contact is in')),
}
