import type { Merge, Parting } from '../duplicates/merge-steps.ts'
import type { Trx } from '../platform/database.ts'

/**
 * The target's conversations that were opened or written in since the merge, with how much was said in each since. What was
 * meant for the source is among it, and nobody but a person can tell.
 */
export async function whatStayed(
  trx: Trx,
  { organizationId, targetId, mergedAt }: Merge,
  said: Map<string, number>,
): Promise<Parting> {
  const all = await trx
    .selectFrom('conversations')
    .select(['id', 'createdAt'])
    .where('organizationId', '=', organizationId)
    .where('contactId', '=', targetId)
    .orderBy('id')
    .execute()
  const conversations = all
    .map(({ id, createdAt }) => ({ id, isNew: createdAt > mergedAt, messages: said.get(id) ?? 0 }))
    .filter(({ isNew, messages }) => isNew || messages > 0)
  return {
    kept: conversations.map((each) => ({ what: 'conversation', id: each.id, message: sentenceFor(each) })),
    stayed: {
      conversations: conversations.filter(({ isNew }) => isNew).length,
      messages: conversations.reduce((sum, { messages }) => sum + messages, 0),
    },
  }
}

function sentenceFor({ isNew, messages }: { isNew: boolean; messages: number }): string {
  const end = 'with the contact that was left.'
  if (isNew) return `It was opened after the merge, and stays ${end}`
  return messages === 1
    ? `A message came after the merge, and stays ${end}`
    : `${messages} messages came after the merge, and stay ${end}`
}
