import { randomUUID } from 'node:crypto'

import { Type } from 'typebox'

import { transact } from '../../platform/database.ts'
import type { Database, Trx } from '../../platform/database.ts'
import { newId } from '../../platform/id.ts'
import { enqueue } from '../../platform/jobs.ts'
import { identifyNumber, identifyPage } from '../configuration.ts'
import type { Connection, Connector, Draft, Outcome, Receipt } from '../connector.ts'
import { countParts, mmsLimits } from '../mms.ts'
import { pageLimits } from '../page-limits.ts'
import { failures, planFor } from './magic-numbers.ts'
import type { Failure, PlannedReceipt } from './magic-numbers.ts'
import { forgetTyping, noteTyping } from './typing.ts'

const settings = Type.Object(
  {
    delayMilliseconds: Type.Integer({
      minimum: 0,
      maximum: 60_000,
      default: 0,
      description: 'until the provider answers',
    }),
    deliverySeconds: Type.Number({ minimum: 0, maximum: 3600, default: 1, description: 'until the receipts come' }),
    failure: Type.Unsafe<Failure>({
      type: 'string',
      enum: Object.keys(failures),
      default: 'none',
      description: 'what goes wrong with everything that is sent, except to the numbers with a fate of their own',
    }),
    messagesPerSecond: Type.Number({ exclusiveMinimum: 0, maximum: 1000, default: 100 }),
    hasHumanAgent: Type.Optional(Type.Boolean({ description: 'of a page: whether a person may answer for 7 days' })),
  },
  { additionalProperties: false },
)

/**
 * Plays a provider and the phones behind it, for development, demonstrations and tests. It is the one connector that
 * stores something: what the phones received.
 */
export function simulatorConnector(db: Database, type: 'sms' | 'facebook' = 'sms'): Connector {
  const refused = new Set<string>()
  return {
    type,
    provider: 'simulator',
    settings,
    credentials: Type.Object({}, { additionalProperties: false }),
    // As Twilio's for a phone, and Messenger's for a page.
    maxLength: type === 'sms' ? 1600 : 2000,
    identify: type === 'sms' ? identifyNumber : identifyPage,
    routes: () => [],
    messagesPerSecond: (configured) => Number(configured['messagesPerSecond'] ?? 100),
    countSegments: type === 'sms' ? countParts : () => 1,
    attachments: type === 'sms' ? mmsLimits : pageLimits,
    send: (connection, draft, signal) => send(db, refused, connection, draft, signal),
    lookUp: () => Promise.resolve(undefined),
    test: ({ settings: configured }) => Promise.resolve(judge(configured['failure'])),
    ...(type === 'facebook' ? { showTyping, hasQuotes: true } : {}),
    fetchAttachment: () => Promise.reject(new Error('Simulated phones attach nothing.')),
  }
}

function judge(failure: unknown): { isWorking: boolean; message: string } {
  if (failure !== 'halted') return { isWorking: true, message: 'The simulator always works.' }
  return { isWorking: false, message: 'The simulator plays a provider that refuses the channel: switch that off.' }
}

function showTyping({ channelId }: Connection, to: string): Promise<void> {
  noteTyping(channelId, to)
  return Promise.resolve()
}

async function send(
  db: Database,
  refused: Set<string>,
  connection: Connection,
  draft: Draft,
  signal: AbortSignal,
): Promise<Outcome> {
  const plan = planFor(draft.to, connection.settings['failure'])
  await pause(Number(connection.settings['delayMilliseconds'] ?? 0), signal)
  if (plan.error) return { kind: plan.isHalting ? 'halted' : 'rejected', error: plan.error }
  const said = `${connection.channelId} ${draft.to} ${draft.content}`
  if (plan.isThrottledFirst && !refused.delete(said)) {
    refused.add(said)
    return { kind: 'throttled', retryAfterSeconds: 1 }
  }

  const providerMessageId = `SIM${randomUUID().replaceAll('-', '')}`
  await transact(db, async (trx) => {
    await deliver(trx, connection, draft, providerMessageId)
    for (const planned of plan.receipts) await promiseReceipt(trx, connection, draft, providerMessageId, planned)
  })
  forgetTyping(connection.channelId, draft.to)
  const segments = countParts(draft.content, draft.media?.length)
  if (!plan.isAnswerLost) return { kind: 'accepted', providerMessageId, segments }
  return { kind: 'unknown', error: { code: 'timed_out', message: 'The provider did not answer in time.' } }
}

async function deliver(trx: Trx, connection: Connection, draft: Draft, providerMessageId: string): Promise<void> {
  const createdAt = new Date()
  await trx
    .insertInto('simulatorMessages')
    .values({
      organizationId: connection.organizationId,
      id: newId(createdAt),
      channelId: connection.channelId,
      sender: connection.identifier,
      recipient: draft.to,
      body: draft.content,
      media: JSON.stringify(draft.media ?? []),
      providerMessageId,
      replyTo: draft.replyTo ?? null,
      createdAt,
    })
    .execute()
}

async function promiseReceipt(
  trx: Trx,
  connection: Connection,
  draft: Draft,
  providerMessageId: string,
  planned: PlannedReceipt,
): Promise<void> {
  const { organizationId, channelId } = connection
  const receipt: Receipt = {
    kind: 'receipt',
    attemptId: draft.attemptId,
    providerMessageId,
    status: planned.status,
    providerStatus: planned.providerStatus,
    ...(planned.error ? { error: planned.error } : {}),
  }
  const seconds = Number(connection.settings['deliverySeconds'] ?? 1) * planned.after
  await enqueue(
    trx,
    'hear_receipt',
    { organizationId, channelId, receipt },
    { runAt: new Date(Date.now() + seconds * 1000) },
  )
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds === 0) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
}
