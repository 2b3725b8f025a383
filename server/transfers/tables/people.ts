import { made, section } from './section.ts'
import type { Section } from './section.ts'

/** Who works here, and what is theirs alone. */
export const people: Section[] = [
  section('departments', { id: 'id', name: 'text', ...made }),
  section(
    'users',
    {
      id: 'id',
      email: 'text',
      fullName: 'text',
      phoneNumber: 'text?',
      designation: 'text?',
      accessRole: 'text',
      departmentId: 'id?',
      callForwardingEnabled: 'boolean',
      conversationOpenPreference: 'text',
      disabledAt: 'time?',
      deletedAt: 'time?',
      passwordDisabledAt: 'time?',
      firstStepsDismissedAt: 'time?',
      ...made,
    },
    {
      mayHaveRows: true,
      left: {
        passwordHash: 'a password is proof on one server only: its owner chooses another one by the reset link',
        tokenEpoch: 'there are no tokens yet',
      },
    },
  ),
  section(
    'users',
    { id: 'id', disabledById: 'id?', deletedById: 'id?', heirId: 'id?', passwordDisabledById: 'id?' },
    { name: 'user_links', isLate: true, mayHaveRows: true },
  ),
  section(
    'chat_availability',
    { userId: 'id', availableSince: 'time?', changedAt: 'time' },
    { key: ['userId'], mayHaveRows: true },
  ),
  section(
    'notification_preferences',
    { userId: 'id', muted: 'texts', updatedAt: 'time' },
    { key: ['userId'], mayHaveRows: true },
  ),
  section('conversation_turns', { userId: 'id', lastGivenAt: 'time' }, { key: ['userId'], mayHaveRows: true }),
  section(
    'notifications',
    {
      id: 'id',
      userId: 'id',
      type: 'text',
      text: 'text',
      subjectType: 'text',
      subjectId: 'subject',
      seenAt: 'time?',
      createdAt: 'time',
    },
    { mayHaveRows: true },
  ),
  section(
    'audit_logs',
    {
      id: 'id',
      actorType: 'text',
      actorId: 'subject?',
      action: 'text',
      subjectType: 'text',
      subjectId: 'subject',
      before: 'object?',
      after: 'object?',
      createdAt: 'time',
    },
    { mayHaveRows: true },
  ),
]
