import type { Schema } from '../api/shapes.ts'
import { calendarDate, dateTime, list } from '../ui/format.ts'
import { texts } from './texts.ts'

export type Happening = Schema<'ContactHappening'>
type Change = Happening['changes'][number]

/** What is needed to say ids in words. */
export interface Names {
  colleague: (id: string) => string
  field: (key: string) => string
}

type Sentence = (details: Record<string, unknown>, names: Names) => string

const said = texts.happenings

const sentences: Record<string, Sentence> = {
  'contact.created': () => said.created,
  'contact.merged': () => said.merged,
  'contact.unmerged': () => said.unmerged,
  'contact.separated': () => said.separated,
  'contact.blocked': () => said.blocked,
  'contact.unblocked': () => said.unblocked,
  'contact.verified': () => said.verified,
  'contact.unverified': () => said.unverified,
  'contact.methodVerified': () => said.methodVerified,
  'contact.methodUnverified': () => said.methodUnverified,
  'contact.optedOut': ({ channelType, reason }) => because(said.optedOut(texts.channel(text(channelType))), reason),
  'contact.optedIn': ({ channelType, reason }) => because(said.optedIn(texts.channel(text(channelType))), reason),
  'contact.exported': () => said.exported,
  'conversation.opened': ({ channelType }) => said.opened(texts.channel(text(channelType))),
  'conversation.assigned': ({ assignees }, names) =>
    said.assigned(list(texts.nobodyOr(ids(assignees).map(names.colleague)))),
  'conversation.resolved': () => said.resolved,
  'conversation.reopened': () => said.reopened,
  'conversation.snoozed': ({ snoozedUntil }) => said.snoozed(snoozedUntil ? dateTime(text(snoozedUntil)) : ''),
  'conversation.unsnoozed': () => said.unsnoozed,
  'conversation.tagged': ({ tags }) => said.tagged(ids(tags).join(', ')),
  'conversation.merged': () => said.conversationMerged,
  'conversation.moved': () => said.conversationMoved,
  'conversation.parted': () => said.conversationParted,
  'conversation.referred': () => said.referred,
  'csat.answered': ({ score }) => said.rated(Number(score)),
  'note.added': ({ note }) => said.noted(shortened(text(note))),
  'note.deleted': () => said.noteDeleted,
  'document.added': ({ name }) => said.documentAdded(text(name)),
  'document.deleted': ({ name }) => said.documentDeleted(text(name)),
}

function because(what: string, reason: unknown): string {
  return text(reason) === '' ? what : said.because(what, shortened(text(reason)))
}

/** One line about what happened; who did it stands before it. */
export function sentenceOf({ type, changes, details }: Happening, names: Names): string {
  if (changes.length > 0) return list(changeTexts(changes, names))
  return sentences[type]?.(details, names) ?? said.something
}

/** Fields that were set are one part of the sentence, however many they are. */
function changeTexts(changes: readonly Change[], names: Names): string[] {
  const plain = changes.filter(({ field }) => !['userId', 'assignees', 'tags'].includes(field))
  const set = plain.filter(({ after }) => !isNothing(after))
  const cleared = plain.filter(({ after }) => isNothing(after))
  const pairs = set.map(({ field, after }) => said.to(names.field(field), shown(after)))
  return [
    ...changes.filter((change) => !plain.includes(change)).map((change) => peopleOrTags(change, names)),
    ...(pairs.length > 0 ? [said.set(list(pairs))] : []),
    ...(cleared.length > 0 ? [said.cleared(list(cleared.map(({ field }) => names.field(field))))] : []),
  ]
}

function isNothing(value: unknown): boolean {
  return value === null || value === ''
}

function peopleOrTags({ field, before, after }: Change, names: Names): string {
  if (field === 'userId') return said.gaveTo(names.colleague(text(after)))
  return field === 'tags' ? tagsText(ids(before), ids(after)) : peopleText(ids(before), ids(after), names)
}

function peopleText(before: string[], after: string[], { colleague }: Names): string {
  const added = without(after, before).map(colleague)
  const gone = without(before, after).map(colleague)
  return [
    ...(added.length > 0 ? [said.joined(list(added))] : []),
    ...(gone.length > 0 ? [said.left(list(gone))] : []),
  ].join(', ')
}

function tagsText(before: string[], after: string[]): string {
  const added = without(after, before)
  const gone = without(before, after)
  return [
    ...(added.length > 0 ? [said.tagAdded(added.join(', '))] : []),
    ...(gone.length > 0 ? [said.tagRemoved(gone.join(', '))] : []),
  ].join(', ')
}

function without(all: string[], others: string[]): string[] {
  return all.filter((each) => !others.includes(each))
}

function shown(value: unknown): string {
  if (typeof value === 'boolean') return value ? texts.yes : texts.no
  const plain = text(value)
  return /^\d{4}-\d{2}-\d{2}$/.test(plain) ? calendarDate(`${plain}T00:00`) : shortened(plain)
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function ids(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}

function shortened(long: string): string {
  return long.length > 120 ? `${long.slice(0, 119)}…` : long
}
