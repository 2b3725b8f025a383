import { sql } from 'kysely'

import type { Trx } from '../platform/database.ts'
import { tracesIn } from './traces.ts'
import type { Traces } from './traces.ts'

interface Saved {
  source: Record<string, unknown>
  changed: Record<string, { before: unknown; after: unknown }>
  numbers: string[]
}

/**
 * Whoever the person was one with may have been merged with others meanwhile: what an undo of that would give back of the
 * person, it gives back no more.
 */
export async function forgetInOthersMerges(trx: Trx, organizationId: string, traces: Traces): Promise<void> {
  const { parted = [], names = [] } = traces
  if (parted.length === 0) return
  const { rows } = await sql<{ id: string; saved: Partial<Saved> }>`
    select id, saved from contact_merges
    where organization_id = ${organizationId} and (source_id = any(${parted}) or target_id = any(${parted}))
    for update
  `.execute(trx)
  const telling = new Set<unknown>([...tracesIn(traces), ...names])
  for (const { id, saved } of rows) {
    const left = JSON.stringify({ ...saved, ...without(saved, (value) => telling.has(value)) })
    if (left === JSON.stringify(saved)) continue
    await sql`
      update contact_merges set saved = ${left} where organization_id = ${organizationId} and id = ${id}
    `.execute(trx)
  }
}

function without(
  { source = {}, changed = {}, numbers = [] }: Partial<Saved>,
  isTheirs: (value: unknown) => boolean,
): Saved {
  return {
    source: Object.fromEntries(Object.entries(source).map(([name, value]) => [name, isTheirs(value) ? null : value])),
    changed: Object.fromEntries(
      Object.entries(changed).filter(([, { before, after }]) => !isTheirs(before) && !isTheirs(after)),
    ),
    numbers: numbers.filter((number) => !isTheirs(number)),
  }
}
