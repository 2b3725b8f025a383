import type { ConversationReport, MessageReport, ResponseTimeReport } from './report-queries.ts'

export interface GroupRow {
  /** Null is nobody, or no department. */
  key: string | null
  name: string | null
  opened: number
  resolved: number
  received: number
  sent: number
  firstResponse: number | null
  resolution: number | null
}

export type GroupMeasure = Exclude<keyof GroupRow, 'key' | 'name'>

/** What three reports say of the same people, in one row each. */
export function joinGroups(
  conversations: ConversationReport,
  messages: MessageReport,
  times: ResponseTimeReport,
): GroupRow[] {
  const rows = new Map<string | null, GroupRow>()
  const change = (key: string | null, name: string | null, part: Partial<GroupRow>) =>
    rows.set(key, { ...(rows.get(key) ?? emptyRow(key, name)), ...part })
  for (const { key, name, opened, resolved } of conversations.rows) change(key, name, { opened, resolved })
  for (const { key, name, received, sent } of messages.rows) change(key, name, { received, sent })
  for (const { key, name, firstResponse, resolution } of times.rows)
    change(key, name, { firstResponse: firstResponse.median, resolution: resolution.median })
  return [...rows.values()]
}

function emptyRow(key: string | null, name: string | null): GroupRow {
  return { key, name, opened: 0, resolved: 0, received: 0, sent: 0, firstResponse: null, resolution: null }
}

/** Who has no number stands last, whichever way it goes. */
export function sortGroups(rows: GroupRow[], by: GroupMeasure | 'name', isAscending: boolean): GroupRow[] {
  const way = isAscending ? 1 : -1
  return rows.toSorted((one, other) => {
    if (by === 'name') return way * (one.name ?? '').localeCompare(other.name ?? '')
    const [first, second] = [one[by], other[by]]
    if (first === null || second === null) return Number(first === null) - Number(second === null)
    return way * (first - second) || (one.name ?? '').localeCompare(other.name ?? '')
  })
}
