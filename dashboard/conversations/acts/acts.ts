import type { Filters } from '../filters/filters.ts'
import type { Person, Row } from '../rows.ts'

/** What can be done to one conversation, or to many. */
export type Act =
  | { kind: 'resolve' | 'reopen' | 'unsnooze' | 'see' | 'unsee' | 'follow' | 'unfollow' }
  | { kind: 'snooze'; until: string }
  | { kind: 'assign'; assignees: readonly Person[] }
  | { kind: 'tag'; add: readonly string[]; remove: readonly string[] }

export interface Reversal {
  act: Act
  rows: Row[]
}

/** How the row will look: shown at once, until the server says what became of it. The same object where nothing changes. */
export function applied(row: Row, act: Act, now: string): Row {
  switch (act.kind) {
    case 'resolve':
      return row.isResolved
        ? row
        : { ...row, isResolved: true, resolvedAt: now, state: 'resolved', snoozedUntil: null, waitingSince: null }
    case 'reopen':
      return row.isResolved ? { ...row, isResolved: false, resolvedAt: null, state: 'open' } : row
    case 'snooze':
      return row.isResolved ? row : { ...row, snoozedUntil: act.until, state: 'snoozed' }
    case 'unsnooze':
      return row.state === 'snoozed' ? { ...row, snoozedUntil: null, state: 'open' } : row
    case 'see':
      return row.isUnseen ? { ...row, isUnseen: false, unreadCount: 0 } : row
    case 'unsee':
      return row.isUnseen ? row : { ...row, isUnseen: true }
    case 'follow':
      return row.isFollowed ? row : { ...row, isFollowed: true }
    case 'unfollow':
      return row.isFollowed ? { ...row, isFollowed: false } : row
    case 'assign':
      return isSame(idsOf(row.assignees), idsOf(act.assignees)) ? row : { ...row, assignees: [...act.assignees] }
    case 'tag':
      return withTags(row, act.add, act.remove)
  }
}

function withTags(row: Row, add: readonly string[], remove: readonly string[]): Row {
  const tags = [...new Set([...row.tags, ...add])].filter((tag) => !remove.includes(tag)).toSorted()
  return isSame(tags, row.tags) ? row : { ...row, tags }
}

/** Whether it visibly leaves the list, so that one need not wait to be told. Everything else the server says. */
export function leaves(row: Row, { state = 'open' }: Filters): boolean {
  return state !== 'all' && row.state !== state
}

/** What takes it back, for those that it changed: as many acts as there were different states before. */
export function reversalsOf(before: readonly Row[], act: Act): Reversal[] {
  const groups = new Map<string, Reversal>()
  for (const row of before) {
    if (applied(row, act, row.updatedAt) === row) continue
    const back = reversalOf(row, act)
    if (!back) continue
    const key = JSON.stringify(back)
    const group = groups.get(key) ?? { act: back, rows: [] }
    group.rows.push(row)
    groups.set(key, group)
  }
  return [...groups.values()]
}

function reversalOf(row: Row, act: Act): Act | undefined {
  switch (act.kind) {
    case 'resolve':
      return { kind: 'reopen' }
    case 'reopen':
      return { kind: 'resolve' }
    case 'snooze':
      return row.snoozedUntil ? { kind: 'snooze', until: row.snoozedUntil } : { kind: 'unsnooze' }
    case 'unsnooze':
      return row.snoozedUntil ? { kind: 'snooze', until: row.snoozedUntil } : undefined
    case 'see':
      return { kind: 'unsee' }
    case 'unsee':
      return { kind: 'see' }
    case 'follow':
      return { kind: 'unfollow' }
    case 'unfollow':
      return { kind: 'follow' }
    case 'assign':
      return { kind: 'assign', assignees: row.assignees }
    case 'tag':
      return {
        kind: 'tag',
        add: act.remove.filter((tag) => row.tags.includes(tag)),
        remove: act.add.filter((tag) => !row.tags.includes(tag)),
      }
  }
}

/** In pieces that each answer soon, so that one sees how far it is. */
export function inPieces<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size))
}

function idsOf(people: readonly Person[]): string[] {
  return people.map(({ _id }) => _id).toSorted()
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each, index) => each === other[index])
}
