import { dateTime, list } from '../../ui/format.ts'
import { texts } from '../texts.ts'
import type { Activity } from './timeline.ts'

/** One sentence of what happened; `me` is called so. */
export function activityText(activity: Activity, me: string): string {
  const who = actorOf(activity, me)
  switch (activity.type) {
    case 'conversation.assigned':
      return assignedText(activity, who, me)
    case 'conversation.resolved':
      return `${who} resolved the conversation`
    case 'conversation.reopened':
      return activity.actorType === 'user' ? `${who} reopened the conversation` : 'The conversation was reopened'
    case 'conversation.snoozed':
      return activity.snoozedUntil ? `${who} snoozed it until ${dateTime(activity.snoozedUntil)}` : `${who} snoozed it`
    case 'conversation.unsnoozed':
      return activity.actorType === 'user' ? `${who} ended the snooze` : 'The snooze is over'
    case 'conversation.tagged':
      return activity.tags.length > 0 ? `${who} set the tags to ${list(activity.tags)}` : `${who} removed all tags`
    case 'contact.updated':
      return `${who} moved the contact from ${activity.previousStatus ?? ''} to ${activity.status ?? ''}`
    default:
      return plain[activity.type]?.(who) ?? activity.type
  }
}

const plain: Record<string, (who: string) => string> = {
  'conversation.opened': () => 'The conversation began',
  'conversation.merged': () => 'Another conversation with this contact was joined to this one',
  'conversation.parted': () => 'A part became a conversation of its own',
  'conversation.moved': () => 'The conversation came to this contact',
  'conversation.referred': () => 'The contact came by an advertisement or a link',
  'contact.optedOut': (who) =>
    who === texts.product ? 'The contact opted out of messages' : `${who} noted that the contact wants no messages`,
  'contact.optedIn': (who) =>
    who === texts.product ? 'The contact opted in to messages' : `${who} noted that the contact wants messages again`,
  'contact.blocked': (who) => `${who} blocked the contact`,
  'contact.unblocked': (who) => `${who} unblocked the contact`,
}

function assignedText({ added, removed, names, actorId }: Activity, who: string, me: string): string {
  const named = (ids: string[]) => list(ids.map((id) => (id === me ? 'you' : (names[id] ?? texts.somebody))))
  if (added.length === 1 && removed.length === 0 && added[0] === actorId) return `${who} took the conversation`
  const parts = [
    ...(added.length > 0 ? [`assigned ${named(added)}`] : []),
    ...(removed.length > 0 ? [`unassigned ${named(removed)}`] : []),
  ]
  return parts.length > 0 ? `${who} ${parts.join(' and ')}` : 'The conversation was assigned'
}

function actorOf({ actorType, actorId, actorName }: Activity, me: string): string {
  if (actorId === me && actorType === 'user') return texts.you
  if (actorName) return actorName
  return actorType === 'user' ? texts.somebody : texts.product
}
