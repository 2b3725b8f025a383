import { api, ok } from '../../api/client.ts'
import type { Schema } from '../../api/shapes.ts'
import type { Act } from './acts.ts'

type Results = Schema<'ConversationResults'>

/** Does it to these, up to a thousand of them. */
export function request(act: Act, ids: string[]): Promise<Results> {
  switch (act.kind) {
    case 'resolve':
      return ok(api.POST('/api/conversations/resolve', { body: { ids } }))
    case 'reopen':
      return ok(api.POST('/api/conversations/reopen', { body: { ids } }))
    case 'snooze':
      return ok(api.POST('/api/conversations/snooze', { body: { ids, until: act.until } }))
    case 'unsnooze':
      return ok(api.POST('/api/conversations/unsnooze', { body: { ids } }))
    case 'see':
      return ok(api.POST('/api/conversations/seen', { body: { ids } }))
    case 'unsee':
      return ok(api.POST('/api/conversations/unseen', { body: { ids } }))
    case 'follow':
      return ok(api.POST('/api/conversations/follow', { body: { ids } }))
    case 'unfollow':
      return ok(api.POST('/api/conversations/unfollow', { body: { ids } }))
    case 'assign': {
      const assignees = act.assignees.map(({ _id }) => _id)
      return ok(api.POST('/api/conversations/assign', { body: { ids, assignees } }))
    }
    case 'tag':
      return ok(api.POST('/api/conversations/tag', { body: { ids, add: [...act.add], remove: [...act.remove] } }))
  }
}
