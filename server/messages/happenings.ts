import { findChannel, noteTrouble } from '../channels/channels.ts'
import type { Channel } from '../channels/channels.ts'
import type { Edit, Happening, Reaction } from '../channels/connector.ts'
import { systemActor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { undefinedIfMissing } from '../platform/errors.ts'
import { enqueue } from '../platform/jobs.ts'
import { hearEcho } from './echoes.ts'
import { editMessage } from './edits.ts'
import { react } from './reactions.ts'
import { receive } from './receiving.ts'
import { applyReceipt } from './receipts.ts'
import { noteReferral } from './referrals.ts'
import { applyWatermark } from './watermarks.ts'

/** Takes in what a provider tells: each thing once, however often and in whatever order it comes. */
export async function hear(db: Database, channel: Channel, happening: Happening): Promise<void> {
  if (happening.kind === 'inbound') await receive(db, channel, happening)
  else if (happening.kind === 'receipt') await applyReceipt(db, channel, happening)
  else if (happening.kind === 'watermark') await applyWatermark(db, channel, happening)
  else if (happening.kind === 'echo') await hearEcho(db, channel, happening)
  else if (happening.kind === 'referral') await noteReferral(db, channel, happening)
  else if (happening.kind === 'notice') await noteNotice(db, channel, happening.trouble)
  else await hearAbout(db, channel, happening, 1)
}

export interface HearLater {
  organizationId: string
  channelId: string
  happening: Told<Reaction> | Told<Edit>
  tries: number
}

/** As JSON. */
type Told<T> = Omit<T, 'at'> & { at: string }

const pausesSeconds = [10, 120, 1800]

/** What is about a message may come before the message. */
async function hearAbout(db: Database, channel: Channel, happening: Reaction | Edit, tries: number): Promise<void> {
  const isKnown = await (happening.kind === 'reaction'
    ? react(db, channel, happening)
    : editMessage(db, channel, happening))
  const pause = pausesSeconds[tries - 1]
  if (isKnown || pause === undefined) return
  const { organizationId, id: channelId } = channel
  const runAt = new Date(Date.now() + pause * 1000)
  const later = { organizationId, channelId, happening, tries: tries + 1 }
  await transact(db, (trx) => enqueue(trx, 'hear_later', later, { runAt }))
}

export async function hearLater(
  db: Database,
  { organizationId, channelId, happening, tries }: HearLater,
): Promise<void> {
  const channel = await findChannel(db, { organizationId }, channelId).catch(undefinedIfMissing)
  if (channel) await hearAbout(db, channel, { ...happening, at: new Date(happening.at) }, tries)
}

function noteNotice(db: Database, { organizationId, id }: Channel, trouble: string | null): Promise<void> {
  return transact(db, async (trx) => {
    const channel = await findChannel(trx, { organizationId }, id).catch(undefinedIfMissing)
    // What stands there may be worse than what is over.
    if (!channel || (trouble === null && channel.haltedAt)) return
    await noteTrouble(trx, systemActor(organizationId), channel, trouble)
  })
}
