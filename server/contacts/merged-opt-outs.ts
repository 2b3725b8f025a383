import type { Trx } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import type { Merge } from './merge-steps.ts'
import { optOut } from './opt-outs.ts'

/** A person who wanted no messages at one number wants none at the number that is left. Answers the channel types. */
export async function followMerge(
  trx: Trx,
  { organizationId, actor, targetId }: Merge,
  numbers: Array<string | null>,
  chosen: string | null,
): Promise<string[]> {
  const others = numbers.filter((number) => number !== null && number !== chosen)
  if (chosen === null || others.length === 0) return []
  const found = await trx
    .selectFrom('optOuts')
    .select('channelType')
    .distinct()
    .where('organizationId', '=', organizationId)
    .where('address', 'in', others)
    .execute()
  const followed: string[] = []
  for (const { channelType } of found) {
    if (await optOut(trx, actor, targetId, { channelType, address: chosen }, 'merge')) followed.push(channelType)
  }
  return followed
}

/** Lifts only what the merge put there: what the person said since stays said. */
export async function unfollowMerge(
  trx: Trx,
  { organizationId, actor, targetId }: Merge,
  { address, channelTypes }: { address: string; channelTypes: string[] },
): Promise<void> {
  if (channelTypes.length === 0) return
  const lifted = await trx
    .deleteFrom('optOuts')
    .where('organizationId', '=', organizationId)
    .where('address', '=', address)
    .where('channelType', 'in', channelTypes)
    .where('source', '=', 'merge')
    .returning('channelType')
    .execute()
  const events = lifted.map(({ channelType }) => ({ id: targetId, channelType, address }))
  await record(trx, actor, 'contact.optedIn', events)
}
