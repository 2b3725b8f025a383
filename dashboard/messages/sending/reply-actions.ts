import { api, ok } from '../../api/client.ts'
import { showToast } from '../../ui/toasts.ts'
import { texts } from '../texts.ts'
import type { ReplyActions } from './entries.ts'

/**
 * What a saved reply does besides. The message has left: what cannot be done is said, and keeps nothing else from being done.
 * Who gives the conversation away may not see it afterwards, so that comes last.
 */
export async function doActions(conversationId: string, me: string, actions: ReplyActions): Promise<void> {
  const ids = [conversationId]
  const { tags, assignTo, isResolving } = actions
  if (tags.length > 0) await attempt(ok(api.POST('/api/conversations/tag', { body: { ids, add: tags } })))
  if (isResolving) await attempt(ok(api.POST('/api/conversations/resolve', { body: { ids } })))
  const assignees = assignTo === null ? [] : [assignTo === 'me' ? me : assignTo]
  if (assignees.length > 0) await attempt(ok(api.POST('/api/conversations/assign', { body: { ids, assignees } })))
}

async function attempt(call: Promise<unknown>): Promise<void> {
  await call.catch((error: Error) => void showToast({ text: texts.actionFailed(error.message), tone: 'warning' }))
}
