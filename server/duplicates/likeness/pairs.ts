import { sql } from 'kysely'

import type { Trx } from '../../platform/database.ts'

export interface Pair {
  sourceContactId: string
  candidateContactId: string
  score: number
  reasons: string[]
}

interface Match {
  one: string
  other: string
  key: string
  similarity: number
}

// A key that more have in common, such as the address of an office, says nothing of any two of them.
const mostInCommon = 20
const mostPerContact = 5
const leastSimilarity = 0.6

/** How sure each kind of key makes it that two are one; names by how similar they are. */
const weights: Record<string, number> = { phone: 0.95, email: 0.9 }
const weightOfNames = 0.75

/** Pairs of these contacts with any others, the newer first in each, the likeliest of each contact. */
export async function findPairs(trx: Trx, organizationId: string, contactIds: string[]): Promise<Pair[]> {
  const matches = await findMatches(trx, organizationId, contactIds)
  const tooCommon = new Set(
    [...Map.groupBy(matches, ({ one, key }) => `${one} ${key}`).values()]
      .filter((group) => group.length > mostInCommon)
      .flatMap((group) => group),
  )
  const telling = matches.filter((match) => !tooCommon.has(match))
  const pairs = [...Map.groupBy(telling, pairOf).values()].map(toPair).filter((pair) => pair !== undefined)
  const counts = new Map<string, number>()
  return pairs
    .toSorted((one, other) => other.score - one.score)
    .filter(({ sourceContactId }) => {
      const count = (counts.get(sourceContactId) ?? 0) + 1
      counts.set(sourceContactId, count)
      return count <= mostPerContact
    })
}

/** Through the index of keys; of each key no more than tell that it is too common. */
async function findMatches(trx: Trx, organizationId: string, contactIds: string[]): Promise<Match[]> {
  const found = await sql<Match>`
    select k.contact_id as one, l.contact_id as other, k.key, similarity(k.name, l.name) as similarity
    from contact_keys k
    cross join lateral (
      select o.contact_id, o.name from contact_keys o
      where o.organization_id = ${organizationId} and o.key = k.key and o.contact_id <> k.contact_id
      limit ${mostInCommon + 1}
    ) l
    where k.organization_id = ${organizationId} and k.contact_id = any(${contactIds})
  `.execute(trx)
  return found.rows
}

function pairOf({ one, other }: Match): string {
  return one > other ? `${one} ${other}` : `${other} ${one}`
}

function toPair(matches: Match[]): Pair | undefined {
  const kinds = new Set(matches.map(({ key }) => key.slice(0, key.indexOf(':'))))
  const { one, other, similarity } = matches[0]!
  const evidence = Object.entries(weights).filter(([kind]) => kinds.has(kind))
  const isNamed = (kinds.has('sound') || kinds.has('begin')) && similarity >= leastSimilarity
  const names = isNamed ? [['name', similarity * weightOfNames] as const] : []
  const reasons = [...evidence, ...names]
  if (reasons.length === 0) return undefined
  const doubt = reasons.reduce((product, [, weight]) => product * (1 - weight), 1)
  const [candidateContactId, sourceContactId] = [one, other].toSorted() as [string, string]
  const score = Math.round((1 - doubt) * 100) / 100
  return { sourceContactId, candidateContactId, score, reasons: reasons.map(([kind]) => kind) }
}
