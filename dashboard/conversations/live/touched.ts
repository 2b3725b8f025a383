import type { LiveEvent } from '../../api/live.ts'

export interface Touched {
  conversationIds: string[]
  contactIds: string[]
  areViewsChanged: boolean
  areColleaguesChanged: boolean
}

const inConversations = new Set(['message', 'note', 'scheduledMessage', 'csat', 'attachment'])

/** What a list shows that these events may have changed. */
export function touchedBy(events: readonly LiveEvent[]): Touched {
  const conversationIds = new Set<string>()
  const contactIds = new Set<string>()
  let areViewsChanged = false
  let areColleaguesChanged = false
  for (const { type, subjectId, data } of events) {
    const noun = type.slice(0, type.indexOf('.'))
    if (noun === 'conversation') conversationIds.add(subjectId)
    else if (inConversations.has(noun)) addText(conversationIds, data['conversationId'])
    else if (noun === 'contact') contactIds.add(subjectId)
    else if (noun === 'view' || noun === 'viewPins') areViewsChanged = true
    else if (noun === 'user') areColleaguesChanged = true
  }
  return { conversationIds: [...conversationIds], contactIds: [...contactIds], areViewsChanged, areColleaguesChanged }
}

function addText(ids: Set<string>, value: unknown): void {
  if (typeof value === 'string') ids.add(value)
}
