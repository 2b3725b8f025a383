import type { Trx } from '../platform/database.ts'

/** What of a contact is counted. */
export interface Counted {
  id: string
  status: string
  userId: string
  /** Of the first pipeline if there is none. */
  pipelineId?: string | null
}

/**
 * Keeps the exact totals, in the transaction that adds or deletes contacts or changes their status or owner: what they were
 * is gone, what they are is added. Who calls this holds the contacts, or has just made them.
 */
export async function countContacts(
  trx: Trx,
  organizationId: string,
  { added = [], gone = [] }: { added?: Counted[]; gone?: Counted[] },
): Promise<void> {
  const bySlot = new Sums<InSlot>()
  const tallies = new Sums<Alike>()
  for (const [contacts, change] of [
    [gone, -1],
    [added, 1],
  ] as const) {
    for (const { id, status, userId, pipelineId } of contacts) {
      bySlot.add([slotOf(id)], change)
      tallies.add([slotOf(id), userId, status, pipelineId ?? ''], change)
    }
  }
  await addToCounts(trx, organizationId, bySlot)
  await addToTallies(trx, organizationId, tallies)
}

/** Changes by what they change, in one order for everybody: who locks rows in another one could wait for us for ever. */
class Sums<Key extends unknown[]> {
  readonly #sums = new Map<string, number>()

  add(key: Key, change: number): void {
    const name = JSON.stringify(key)
    this.#sums.set(name, (this.#sums.get(name) ?? 0) + change)
  }

  changes(): Array<{ key: Key; contacts: number }> {
    return [...this.#sums]
      .filter(([, contacts]) => contacts !== 0)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, contacts]) => ({ key: JSON.parse(name) as Key, contacts }))
  }
}

type InSlot = [slot: number]
type Alike = [slot: number, userId: string, status: string, pipelineId: string]

function slotOf(id: string): number {
  return Number.parseInt(id.slice(-1), 16)
}

async function addToCounts(trx: Trx, organizationId: string, sums: Sums<InSlot>): Promise<void> {
  const rows = sums.changes().map(({ key: [slot], contacts }) => ({ organizationId, slot, contacts }))
  if (rows.length === 0) return
  await trx
    .insertInto('contactCounts')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['organizationId', 'slot'])
        .doUpdateSet((eb) => ({ contacts: eb('contactCounts.contacts', '+', eb.ref('excluded.contacts')) })),
    )
    .execute()
}

async function addToTallies(trx: Trx, organizationId: string, sums: Sums<Alike>): Promise<void> {
  const rows = sums.changes().map(({ key: [slot, userId, status, pipelineId], contacts }) => {
    return { organizationId, status, userId, pipelineId, slot, contacts }
  })
  if (rows.length === 0) return
  await trx
    .insertInto('contactTallies')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['organizationId', 'status', 'userId', 'pipelineId', 'slot'])
        .doUpdateSet((eb) => ({ contacts: eb('contactTallies.contacts', '+', eb.ref('excluded.contacts')) })),
    )
    .execute()
}
