import { connectionOf, connectorOf, findChannel, listChannels } from '../channels/channels.ts'
import type { Channel, ChannelTools } from '../channels/channels.ts'
import { systemActor } from '../identity/actor.ts'
import { organizationIds } from '../identity/organizations.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { undefinedIfMissing } from '../platform/errors.ts'
import { firstIdOf } from '../platform/id.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Schedule } from '../platform/jobs.ts'
import { lastAttemptOf } from './attempts.ts'
import { applyReceipt } from './receipts.ts'

export interface MissedReceipts {
  organizationId: string
  channelId: string
  /** The messages whose ids lie between: written in an hour of that age, and not asked for yet. */
  after: string
  before: string
  tries: number
}

export const missedReceiptsSchedule: Schedule[] = [
  { task: 'look_up_missed_receipts', pattern: '9 * * * *', fill: '2d' },
]

// Most receipts come within minutes; carriers go on trying for a day or two, and some networks never tell.
const agesHours = [1, 6, 24, 47]
const hour = 3_600_000
// A job of twenty calls ends before anybody could take it for hung, and some seconds apart they leave the workers to others.
const pieceSize = 20
const atOnce = 5
const pauseMilliseconds = 2000
const laterMinutes = [10, 30]

/**
 * A provider does not call again for long when we cannot be reached, so while the server is down receipts are lost: of what
 * has stayed `sent` for one hour, and for six, a day and two, it is asked. Each run takes the messages of an hour for each
 * age, so no message needs a note of when it was asked for; and runs that were missed are made up for.
 */
export async function scheduleLookUps(db: Database, tools: ChannelTools, at: Date): Promise<void> {
  for (const organizationId of await organizationIds(db)) {
    const channels = (await listChannels(db, systemActor(organizationId))).filter((each) => canBeAsked(tools, each))
    if (channels.length === 0) continue
    await transact(db, async (trx) => {
      for (const { id: channelId } of channels) {
        for (const age of agesHours) {
          const until = at.getTime() - age * hour
          const span = { after: firstIdOf(new Date(until - hour)), before: firstIdOf(new Date(until)) }
          await enqueue(trx, 'look_up_missed_receipts_of', { organizationId, channelId, ...span, tries: 1 })
        }
      }
    })
  }
}

/** Some of them; the next are another job's, and where the provider cannot be asked now, so are these. */
export async function lookUpMissed(db: Database, tools: ChannelTools, asked: MissedReceipts): Promise<void> {
  const channel = await findChannel(db, asked, asked.channelId).catch(undefinedIfMissing)
  if (!channel || !canBeAsked(tools, channel)) return
  const sent = await stillSent(db, asked)
  for (let start = 0; start < sent.length; start += atOnce) {
    const some = sent.slice(start, start + atOnce)
    const heard = await Promise.allSettled(some.map((message) => lookUpOne(db, tools, channel, message)))
    if (heard.some(({ status }) => status === 'rejected')) return askAgainLater(db, asked)
  }
  const last = sent.length === pieceSize ? sent.at(-1) : undefined
  if (last) await ask(db, { ...asked, after: last.id, tries: 1 }, pauseMilliseconds)
}

function canBeAsked(tools: ChannelTools, channel: Channel): boolean {
  return channel.credentials !== null && connectorOf(tools, channel).lookUpById !== undefined
}

interface Sent {
  id: string
  providerMessageId: string
}

function stillSent(db: Database, { organizationId, channelId, after, before }: MissedReceipts): Promise<Sent[]> {
  return db
    .selectFrom('messages')
    .select(['id', 'providerMessageId'])
    .where('organizationId', '=', organizationId)
    .where('channelId', '=', channelId)
    .where('status', '=', 'sent')
    .where('providerMessageId', 'is not', null)
    .where('id', '>', after)
    .where('id', '<', before)
    .orderBy('id')
    .limit(pieceSize)
    .$narrowType<{ providerMessageId: string }>()
    .execute()
}

async function lookUpOne(db: Database, tools: ChannelTools, channel: Channel, message: Sent): Promise<void> {
  const receipt = await connectorOf(tools, channel).lookUpById?.(
    connectionOf(tools, channel),
    message.providerMessageId,
  )
  // That it was sent we know.
  if (!receipt || receipt.status === 'sent') return
  const attemptId = await lastAttemptOf(db, { organizationId: channel.organizationId, id: message.id })
  await applyReceipt(db, channel, { ...receipt, ...(attemptId ? { attemptId } : {}) })
}

/** Twice; the messages come to be asked for again, older, anyway. */
async function askAgainLater(db: Database, asked: MissedReceipts): Promise<void> {
  const minutes = laterMinutes[asked.tries - 1]
  if (minutes !== undefined) await ask(db, { ...asked, tries: asked.tries + 1 }, minutes * 60_000)
}

function ask(db: Database, asked: MissedReceipts, pause: number): Promise<void> {
  const runAt = new Date(Date.now() + pause)
  return transact(db, (trx) => enqueue(trx, 'look_up_missed_receipts_of', asked, { runAt }))
}
