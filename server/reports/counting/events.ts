import type { Event } from '../../platform/events/log.ts'
import type { Clocks } from './clocks.ts'
import type { Said, Tally, Talk } from './tally.ts'

type Count = (tally: Tally, event: Event, people: ReadonlyMap<string, string>, clocks: Clocks) => void

const counts: Record<string, Count> = {
  'conversation.opened': (tally, event) => tally.opened(talkOf(event)),
  'conversation.reopened': (tally, event) => tally.reopened(talkOf(event), event.createdAt),
  'conversation.resolved': (tally, event) =>
    tally.resolved(talkOf(event, textOf(event, 'resolvedById')), timeOf(event, 'resolvedAt') ?? event.createdAt),
  'conversation.merged': (_tally, event, _people, clocks) => joinClocks(clocks, event),
  'message.received': (tally, event, people) => {
    const said = saidOf(event)
    tally.received(said, people.get(said.conversationId) ?? null)
  },
  // What is tried again was an answer when it was written.
  'message.queued': (tally, event) => {
    if (event.data['createdAt'] === event.data['updatedAt']) tally.answered(saidOf(event))
  },
  'message.canceled': (tally, event) => tally.canceled(saidOf(event)),
  'message.sent': (tally, event) => tally.sent(saidOf(event)),
  'message.failed': (tally, event) => tally.failed(saidOf(event)),
}

export const countedTypes = Object.keys(counts)

export function countEvent(tally: Tally, clocks: Clocks, people: ReadonlyMap<string, string>, event: Event): void {
  if (conversationOf(event) !== undefined && textOf(event, 'channelId') !== null)
    counts[event.type]?.(tally, event, people, clocks)
}

export function conversationOf(event: Event): string | undefined {
  if (event.type.startsWith('conversation.')) return event.subjectId
  return event.type.startsWith('message.') ? (textOf(event, 'conversationId') ?? undefined) : undefined
}

function talkOf(event: Event, byId: string | null = null): Talk {
  const assignees = event.data['assignees']
  const assignee = Array.isArray(assignees) && typeof assignees[0] === 'string' ? assignees[0] : null
  return {
    id: event.subjectId,
    channelId: textOf(event, 'channelId')!,
    userId: byId ?? assignee ?? textOf(event, 'userId'),
    createdAt: timeOf(event, 'createdAt') ?? event.createdAt,
  }
}

function saidOf(event: Event): Said {
  return {
    id: event.subjectId,
    conversationId: textOf(event, 'conversationId')!,
    channelId: textOf(event, 'channelId')!,
    sentById: textOf(event, 'sentById'),
    isAiGenerated: event.data['isAiGenerated'] === true,
    createdAt: timeOf(event, 'createdAt') ?? event.createdAt,
  }
}

/** The clock of the one that is no more went with it; what it said about waiting stands in the other by now. */
function joinClocks(clocks: Clocks, event: Event): void {
  if (event.data['resolvedAt']) return clocks.remove(event.subjectId)
  if ('waitingSince' in event.data) clocks.change(event.subjectId, { waitingSince: timeOf(event, 'waitingSince') })
}

/** Of what was erased since, the log keeps ids alone. */
function textOf({ data }: Event, name: string): string | null {
  const value = data[name]
  return typeof value === 'string' && value !== '' ? value : null
}

function timeOf(event: Event, name: string): Date | null {
  const text = textOf(event, name)
  return text !== null && !Number.isNaN(Date.parse(text)) ? new Date(text) : null
}
