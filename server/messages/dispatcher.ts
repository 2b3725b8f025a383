import { randomInt } from 'node:crypto'

import { connectionOf, connectorOf, findChannel } from '../channels/channels.ts'
import type { Channel, ChannelTools } from '../channels/channels.ts'
import type { Media, Outcome } from '../channels/connector.ts'
import { windowClosed } from '../channels/windows.ts'
import type { Database } from '../platform/database.ts'
import { undefinedIfMissing } from '../platform/errors.ts'
import type { Log } from '../platform/log.ts'
import type { Signals } from '../platform/signals.ts'
import { settleAbandoned } from './abandoned.ts'
import { blockedError, optedOutError, withdrawFromDeleted } from './cancellation.ts'
import { claim, giveBack } from './claim.ts'
import type { Claim, Claimed } from './claim.ts'
import { dueChannels, wakeWorkers } from './outbox.ts'
import type { Settled } from './outcomes.ts'
import { OutcomeWriter } from './outcome-writer.ts'

const mostInFlight = 64
const pollMilliseconds = 1000
const abandonedMilliseconds = 5000
const finishMilliseconds = 6000
// Twilio keeps a message in its queue for 10 hours at most, and fetches what goes with it when it leaves.
const mediaHours = 12

/** Sends what the outbox holds, for every channel of every organization, until it is stopped. */
export class Dispatcher {
  readonly #db: Database
  readonly #tools: ChannelTools
  readonly #signals: Signals
  readonly #log: Log
  readonly #writer: OutcomeWriter
  readonly #workerId = randomInt(1, 2 ** 47)
  readonly #lanes = new Map<string, { isAgain: boolean }>()
  readonly #inFlight = new Set<Promise<void>>()
  /** What was claimed, by attempt, until its outcome is written down. */
  readonly #held = new Set<string>()
  /** The lanes whose last claim failed, and may have taken something all the same. */
  readonly #inDoubt = new Set<string>()
  readonly #abort = new AbortController()
  #timers: NodeJS.Timeout[] = []
  #isStopping = false

  constructor(db: Database, tools: ChannelTools, signals: Signals, log: Log) {
    this.#db = db
    this.#tools = tools
    this.#signals = signals
    this.#log = log
    this.#writer = new OutcomeWriter(db, log)
  }

  async start(): Promise<void> {
    // Dies with this process, however it ends; then others know that its claims are abandoned.
    await this.#signals.onConnected(async (client) => {
      await client.query('select pg_advisory_lock($1)', [this.#workerId])
    })
    this.#signals.on('outbox', (payload) => this.#wake(payload))
    this.#timers = [
      setInterval(() => void this.#lookAround(), pollMilliseconds),
      setInterval(() => void this.#settleAbandoned(), abandonedMilliseconds),
    ]
    void this.#settleAbandoned().then(() => this.#lookAround())
  }

  /** Takes no more, lets what is on its way finish, and writes down what became of it. */
  async stop(): Promise<void> {
    this.#isStopping = true
    this.#timers.forEach(clearInterval)
    const tooLong = setTimeout(() => this.#abort.abort(), finishMilliseconds)
    while (this.#lanes.size > 0 || this.#inFlight.size > 0) {
      await Promise.race([...this.#inFlight, new Promise((resolve) => setTimeout(resolve, 20))])
    }
    clearTimeout(tooLong)
    await this.#writer.flush()
  }

  async #lookAround(): Promise<void> {
    try {
      for (const due of await dueChannels(this.#db)) this.#wake(`${due.organizationId} ${due.channelId}`)
      for (const key of this.#inDoubt) this.#wake(key)
    } catch (error) {
      this.#log.error(error, 'Looking into the outbox failed.')
    }
  }

  async #settleAbandoned(): Promise<void> {
    await settleAbandoned(this.#db, this.#workerId).catch((error: unknown) =>
      this.#log.error(error, 'Settling what a dead worker left failed.'),
    )
  }

  #wake(key: string): void {
    const lane = this.#lanes.get(key)
    if (lane) lane.isAgain = true
    else if (!this.#isStopping) void this.#run(key)
  }

  /** One lane per channel: it claims as long as there is something, and ends. */
  async #run(key: string): Promise<void> {
    const lane = { isAgain: true }
    this.#lanes.set(key, lane)
    const [organizationId, channelId] = key.split(' ') as [string, string]
    try {
      while (lane.isAgain && !this.#isStopping) {
        lane.isAgain = false
        await this.#roomForOne()
        const channel = await findChannel(this.#db, { organizationId }, channelId).catch(undefinedIfMissing)
        if (!channel) await withdrawFromDeleted(this.#db, organizationId, channelId)
        if (!channel || channel.disabledAt || channel.haltedAt) break
        const wait = await this.#sendSome(channel)
        if (wait !== undefined) lane.isAgain = true
        if (wait) await new Promise((resolve) => setTimeout(resolve, Math.min(wait, pollMilliseconds)))
      }
    } catch (error) {
      this.#log.error(error, 'Sending on a channel failed and will go on.')
    }
    this.#lanes.delete(key)
  }

  /** Answers undefined when nothing is left, otherwise how long to wait before looking again. */
  async #sendSome(channel: Channel): Promise<number | undefined> {
    // Whatever is wrong with the channel itself shows here, before anything is claimed.
    const connector = connectorOf(this.#tools, channel)
    const connection = connectionOf(this.#tools, channel)
    const perSecond = connector.messagesPerSecond(channel.settings)
    const { drafts, optedOut, blocked, closed, waitMilliseconds } = await this.#claim(channel, perSecond)
    for (const draft of optedOut) this.#settle(channel, draft, { kind: 'rejected', error: toError(optedOutError) })
    for (const draft of blocked) this.#settle(channel, draft, { kind: 'rejected', error: toError(blockedError) })
    for (const draft of closed) this.#settle(channel, draft, { kind: 'rejected', error: windowClosed })
    for (const draft of drafts) {
      const media = this.#mediaOf(channel, draft)
      this.#send(channel, draft, () => connector.send(connection, { ...draft, media }, this.#abort.signal))
    }
    if (drafts.length + optedOut.length + blocked.length + closed.length > 0) return 0
    return waitMilliseconds > 0 ? waitMilliseconds : undefined
  }

  #mediaOf({ organizationId }: Channel, { files = [] }: Claimed): Media[] {
    return files.map(({ id, contentType }) => {
      const { url } = this.#tools.links.to({ organizationId, id }, { hours: mediaHours })
      return { url, contentType }
    })
  }

  async #claim(channel: Channel, perSecond: number): Promise<Claim> {
    const { organizationId, id } = channel
    const lane = `${organizationId} ${id}`
    if (this.#inDoubt.has(lane)) await giveBack(this.#db, keyOf(channel), this.#workerId, [...this.#held])
    this.#inDoubt.add(lane)
    const limit = Math.max(1, mostInFlight - this.#inFlight.size)
    const claimed = await claim(this.#db, keyOf(channel), { workerId: this.#workerId, limit, perSecond })
    this.#inDoubt.delete(lane)
    const { drafts, optedOut, blocked, closed } = claimed
    for (const { attemptId } of [...drafts, ...optedOut, ...blocked, ...closed]) this.#held.add(attemptId)
    return claimed
  }

  #send(channel: Channel, draft: Claimed, call: () => Promise<Outcome>): void {
    const sending = call()
      .catch((error: unknown) => this.#surprise(error))
      .then((outcome) => this.#settle(channel, draft, outcome))
    this.#inFlight.add(sending)
    void sending.finally(() => this.#inFlight.delete(sending))
  }

  // A connector that throws has broken its promise; the message may have gone out all the same.
  #surprise(error: unknown): Outcome {
    this.#log.error(error, 'A connector failed.')
    return {
      kind: 'unknown',
      error: {
        code: 'connector_failed',
        message: 'Sending failed in a way that leaves it open whether the message went out.',
      },
    }
  }

  #settle(channel: Channel, draft: Claimed, outcome: Outcome): void {
    const { credentials, trouble } = channel
    const settled: Settled = { ...keyOf(channel), draft, outcome, credentials, wasTroubled: trouble !== null }
    this.#writer.write(settled, () => {
      this.#held.delete(draft.attemptId)
      wakeWorkers(channel.organizationId, channel.id)
    })
  }

  async #roomForOne(): Promise<void> {
    while (this.#inFlight.size >= mostInFlight) await Promise.race(this.#inFlight)
  }
}

function keyOf(channel: Channel): { organizationId: string; channelId: string } {
  return { organizationId: channel.organizationId, channelId: channel.id }
}

function toError({ errorCode, errorMessage }: typeof optedOutError): { code: string; message: string } {
  return { code: errorCode, message: errorMessage }
}
