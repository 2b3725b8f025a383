import { notify } from '../identity/notifications.ts'
import type { Trx } from '../platform/database.ts'
import type { Event } from '../platform/events/log.ts'
import type { Subscriber } from '../platform/events/subscribers.ts'

/** Who was away longer reads their inbox, and not what each conversation's way into it was. */
const newsMilliseconds = 3_600_000

interface Assignment {
  assigneeId: string
  actorId: string | null
  conversationId: string
}

/** Tells people of the conversations that others assigned to them: many at once in one sentence. */
export const tellAssigned: Subscriber = {
  name: 'conversations.tellAssigned',
  types: ['conversation.assigned'],
  async hearTogether(trx: Trx, organizationId: string, events: Event[]) {
    const fresh = events.filter(({ createdAt }) => createdAt.getTime() > Date.now() - newsMilliseconds)
    const together = Map.groupBy(fresh.flatMap(assignmentsIn), ({ assigneeId, actorId }) => `${assigneeId} ${actorId}`)
    const names = await namesOf(
      trx,
      organizationId,
      [...together.values()].map(([first]) => first!.actorId),
    )
    for (const assignments of together.values()) {
      const [{ assigneeId, actorId, conversationId }] = assignments as [Assignment, ...Assignment[]]
      const text = sentenceFor(names.get(actorId ?? ''), new Set(assignments.map((each) => each.conversationId)).size)
      await notify(trx, organizationId, [assigneeId], {
        type: 'assignment',
        text,
        subjectType: 'conversation',
        subjectId: conversationId,
      })
    }
  },
}

/** Nobody is told of what they did themselves. */
function assignmentsIn({ data, actorType, actorId, subjectId }: Event): Assignment[] {
  if (!('previousAssignees' in data)) return []
  const before = textsIn(data['previousAssignees'])
  return textsIn(data['assignees'])
    .filter((id) => !before.includes(id) && !(actorType === 'user' && id === actorId))
    .map((assigneeId) => ({ assigneeId, actorId: actorType === 'user' ? actorId : null, conversationId: subjectId }))
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

async function namesOf(trx: Trx, organizationId: string, ids: Array<string | null>): Promise<Map<string, string>> {
  const users = await trx
    .selectFrom('users')
    .select(['id', 'fullName'])
    .where('organizationId', '=', organizationId)
    .where('id', 'in', ids.map(String))
    .execute()
  return new Map(users.map(({ id, fullName }) => [id, fullName]))
}

function sentenceFor(name: string | undefined, count: number): string {
  const what = count === 1 ? 'a conversation' : `${count} conversations`
  if (name) return `${name} assigned ${what} to you.`
  return count === 1 ? 'A conversation was assigned to you.' : `${count} conversations were assigned to you.`
}
