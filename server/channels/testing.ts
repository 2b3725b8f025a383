import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { connectionOf, connectorOf, findChannel, lockChannel, noteTrouble } from './channels.ts'
import type { Channel, ChannelTools } from './channels.ts'

/** Asks the provider whether it would take something. If it would, what waits for the channel to be mended goes on. */
export async function testChannel(
  db: Database,
  actor: Actor,
  tools: ChannelTools,
  id: string,
): Promise<{ isWorking: boolean; message: string }> {
  const channel = await findChannel(db, actor, id)
  const tested = await connectorOf(tools, channel).test(connectionOf(tools, channel))
  if (tested.isWorking && channel.haltedAt) await transact(db, (trx) => goOn(trx, actor, channel))
  return tested
}

async function goOn(trx: Trx, actor: Actor, { id, haltedAt }: Channel): Promise<void> {
  const channel = await lockChannel(trx, actor, id)
  // Halted again meanwhile: that is newer than what was asked.
  if (channel.haltedAt?.getTime() !== haltedAt?.getTime()) return
  await trx
    .updateTable('channels')
    .set({ haltedAt: null })
    .where('organizationId', '=', channel.organizationId)
    .where('id', '=', id)
    .execute()
  await noteTrouble(trx, actor, channel, null)
}
