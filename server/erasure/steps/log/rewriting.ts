import type { Trx } from '../../../platform/database.ts'
import { tracesIn } from '../../traces.ts'
import type { Work } from '../step.ts'
import type { Sorted, Told } from './whose.ts'

/** Ids and the like: enough for whoever counts what happened, and nothing that anybody said or is called. */
const kept = ['id', 'organizationId', 'contactId', 'conversationId', 'channelId', 'userId', 'direction']

export function emptied(data: Told['data']): Told['data'] {
  return Object.fromEntries(kept.flatMap((name) => (typeof data[name] === 'string' ? [[name, data[name]]] : [])))
}

/** What is told of others, without every text in which the person stands. */
export async function withoutTraces(
  trx: Trx,
  { organizationId, traces }: Work,
  { others, erased }: Sorted,
): Promise<Array<Pick<Told, 'id' | 'data'>>> {
  const { parted = [], names = [] } = traces
  const present = await presentNames(trx, organizationId, parted)
  const telling = tracesIn(traces)
  return others.map(({ id, type, subjectId, data }) => {
    // While they were one contact, it bore the names of the one or the other.
    const borrowed = type.startsWith('contact.') && parted.includes(subjectId) ? names : []
    const own = present.get(subjectId) ?? []
    const isTrace = (text: string) =>
      telling.some((trace) => text.includes(trace)) || (borrowed.includes(text) && !own.includes(text))
    const spoken = erased.has(String(data['latestMessageId'])) ? { latestMessage: null, latestMessageId: null } : {}
    return { id, data: without({ ...data, ...spoken }, isTrace) as Told['data'] }
  })
}

async function presentNames(
  trx: Trx,
  organizationId: string,
  ids: string[],
): Promise<Map<string, Array<string | null>>> {
  if (ids.length === 0) return new Map()
  const found = await trx
    .selectFrom('contacts')
    .select(['id', 'firstName', 'lastName'])
    .where('organizationId', '=', organizationId)
    .where('id', 'in', ids)
    .execute()
  return new Map(found.map(({ id, firstName, lastName }) => [id, [firstName, lastName]]))
}

/** Texts that are traces, and what stands under such a name, are left out. */
function without(value: unknown, isTrace: (text: string) => boolean): unknown {
  if (Array.isArray(value)) return value.filter((each) => !isText(each, isTrace)).map((each) => without(each, isTrace))
  if (typeof value !== 'object' || value === null) return value
  const left = Object.entries(value).filter(([name, each]) => !isTrace(name) && !isText(each, isTrace))
  return Object.fromEntries(left.map(([name, each]) => [name, without(each, isTrace)]))
}

function isText(value: unknown, isTrace: (text: string) => boolean): boolean {
  return typeof value === 'string' && isTrace(value)
}
