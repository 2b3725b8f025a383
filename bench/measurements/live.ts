import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'

import { twilioAccount, twilioNumber } from '../data/shape.ts'
import { inboundForm } from '../../test/fake-twilio.ts'
import { onDatabase } from '../dataset.ts'
import type { Dataset } from '../dataset.ts'
import { random } from '../load/requests.ts'
import type { Target } from '../load/requests.ts'
import { median, quantile } from '../load/statistics.ts'
import { compare } from '../load/throughput.ts'
import { Watchers } from '../load/watchers.ts'
import type { Child } from '../servers/child.ts'
import { startBroadcast, startOurs } from '../servers/servers.ts'
import { atLeast, atMost, milliseconds, perSecond } from './measurement.ts'
import type { Bench, Figure, Measurement } from './measurement.ts'

const watching = 100
const fannedOut = 2000
const messagesASecond = 50

export const live: Measurement = {
  name: 'live',
  title: 'Live updates',
  against: 'a bare `ws` that says the same to everybody, without a log, a token or a question of who may hear',
  async measure(bench) {
    const [ours, bare] = [await startOurs(bench.dataset), await startBroadcast()]
    try {
      return [await idle(ours, bare, bench), await fanOut(ours, bare, bench), ...(await arrival(ours, bare, bench))]
    } finally {
      await Promise.all([ours.stop(), bare.stop()])
    }
  },
}

async function idle(ours: Child & Target, bare: Child, { effort }: Bench): Promise<Figure> {
  const [own, baseline] = [await memoryEach(ours, effort), await memoryEach(bare, effort)]
  return {
    what: `memory of each of ${effort.sockets.toLocaleString('en')} idle sockets`,
    ours: `${own.toFixed(1)} kB`,
    baseline: `${baseline.toFixed(1)} kB`,
    ratio: own / baseline,
  }
}

async function memoryEach(server: Child & Target, { sockets, idleSeconds }: Bench['effort']): Promise<number> {
  // What a process gives back after its start would be taken for what a socket does not need.
  const first = await Watchers.open(server, '/api/live', Math.min(sockets, 1000))
  first.close()
  await setTimeout(idleSeconds * 1000)
  const before = server.memory()
  const watchers = await Watchers.open(server, '/api/live', sockets)
  await setTimeout(idleSeconds * 1000)
  const each = ((server.memory() - before) * 1024) / sockets
  watchers.close()
  await setTimeout(1000)
  return each
}

async function fanOut(ours: Child & Target, bare: Child, { dataset, effort }: Bench): Promise<Figure> {
  const { ratio, ...rates } = await compare(
    () => deliveredASecond(ours, () => record(dataset)),
    () => deliveredASecond(bare, () => say(bare, JSON.stringify({ mark: 'fan', text: 'x'.repeat(700) }), fannedOut)),
    effort.rounds,
  )
  return {
    what: `messages delivered, ${fannedOut.toLocaleString('en')} to each of ${watching} watchers, from the log`,
    ours: perSecond(rates.ours),
    baseline: perSecond(rates.baseline),
    ...atLeast(ratio, 0.3),
  }
}

async function deliveredASecond(server: Child & Target, send: () => Promise<void>): Promise<number> {
  const watchers = await Watchers.open(server, '/api/live', watching)
  const delivered = watchers.untilEach(fannedOut, (frame) => frame.includes('"fan"'))
  const start = performance.now()
  await send()
  await delivered
  const seconds = (performance.now() - start) / 1000
  watchers.close()
  return (fannedOut * watching) / seconds
}

/** As the outcome of a send would: events of messages, and the word that there are some. */
async function record({ url, organizationId, conversationIds }: Dataset): Promise<void> {
  await onDatabase(url, async (client) => {
    await client.query(
      `insert into events (organization_id, id, type, actor_type, subject_id, data, created_at)
       select $1, $2 || lpad(to_hex(number), 8, '0'), 'message.received', 'system', $3,
         jsonb_build_object('id', $3::text, 'mark', 'fan', 'conversationId', $4::text, 'content', repeat('x', 450)), now()
       from generate_series(1, $5) as number`,
      [organizationId, randomBytes(8).toString('hex'), 'f'.repeat(24), conversationIds[0], fannedOut],
    )
    await client.query(`select pg_notify('tether', $1)`, [`bench\nevents ${organizationId}`])
  })
}

async function say({ url }: Target, text: string, times = 1): Promise<void> {
  const response = await fetch(`${url}/?times=${times}`, { method: 'POST', body: text })
  await response.text()
}

async function arrival(ours: Child & Target, bare: Child, { dataset, effort }: Bench): Promise<Figure[]> {
  const count = effort.seconds * messagesASecond * 2
  const own = await delays(ours, count, (mark) => receive(ours, dataset, mark))
  const baseline = await delays(bare, count, (mark) => say(bare, JSON.stringify({ mark })))
  const figure = (share: string, value: (all: number[]) => number, most: number): Figure => ({
    what: `from a provider's webhook to the socket at ${messagesASecond} messages/s, ${share}`,
    ours: milliseconds(value(own)),
    baseline: milliseconds(value(baseline)),
    ...atMost(value(own), most),
    ratio: value(own) / value(baseline),
    target: `≤ ${most} ms`,
  })
  return [figure('p50', median, 50), figure('p99', (all) => quantile(all, 0.99), 250)]
}

/** Milliseconds from sending each to hearing of it, sent at a steady pace whatever becomes of them. */
async function delays(server: Child & Target, count: number, send: (mark: string) => Promise<void>): Promise<number[]> {
  const watchers = await Watchers.open(server, '/api/live', 1)
  const sentAt = new Map<string, number>()
  const taken: number[] = []
  const heard = watchers.untilEach(count, (frame) => {
    const mark = /mark-[0-9a-f]{16}/.exec(frame.toString())?.[0]
    const start = mark === undefined ? undefined : sentAt.get(mark)
    if (start === undefined) return false
    sentAt.delete(mark!)
    taken.push(performance.now() - start)
    return true
  })
  const sends: Array<Promise<void>> = []
  for (let index = 0; index < count; index++) {
    const mark = `mark-${randomBytes(8).toString('hex')}`
    sentAt.set(mark, performance.now())
    sends.push(send(mark))
    await setTimeout(1000 / messagesASecond)
  }
  await Promise.all(sends)
  await heard
  watchers.close()
  return taken
}

async function receive({ url }: Target, dataset: Dataset, mark: string): Promise<void> {
  const { phoneNumber } = random(dataset.senders)
  const { accountSid, authToken } = twilioAccount
  const form = { From: phoneNumber, To: twilioNumber(1), Body: mark, AccountSid: accountSid }
  const { headers, body } = inboundForm(authToken, url, form)
  const response = await fetch(`${url}/api/webhook/twilio/sms`, { method: 'POST', headers, body })
  if (!response.ok) throw new Error(`The webhook answered ${response.status}: ${await response.text()}`)
  await response.text()
}
