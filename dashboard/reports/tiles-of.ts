import type { useReports } from './report-queries.ts'
import { texts } from './texts.ts'
import type { Tile } from './tiles.tsx'

type Reports = ReturnType<typeof useReports>

/** Undefined until all of it is known. What was before may still be on its way, or missing. */
export function tilesOf(now: Reports, before: Reports): Tile[] | undefined {
  const [conversations, messages, times] = [now.conversations.data, now.messages.data, now.responseTimes.data]
  if (!conversations || !messages || !times) return undefined
  const past = {
    conversations: before.conversations.data?.total,
    messages: before.messages.data?.total,
    times: before.responseTimes.data?.total,
  }
  return [
    { label: texts.openedTile, now: conversations.total.opened, before: past.conversations?.opened ?? null },
    { label: texts.resolvedTile, now: conversations.total.resolved, before: past.conversations?.resolved ?? null },
    { label: texts.receivedTile, now: messages.total.received, before: past.messages?.received ?? null },
    { label: texts.sentTile, now: messages.total.sent, before: past.messages?.sent ?? null },
    {
      label: texts.firstResponseTile,
      now: times.total.firstResponse.median,
      before: past.times?.firstResponse.median ?? null,
      isTime: true,
    },
    {
      label: texts.resolutionTile,
      now: times.total.resolution.median,
      before: past.times?.resolution.median ?? null,
      isTime: true,
    },
  ]
}
