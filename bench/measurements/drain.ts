import { setTimeout as wait } from 'node:timers/promises'

import { Agent, request } from 'undici'

import { twilioAccount } from '../data/shape.ts'
import { onDatabase } from '../dataset.ts'
import type { Dataset } from '../dataset.ts'
import { startOurs, startProvider } from '../servers/servers.ts'
import { perSecond } from './measurement.ts'
import type { Measurement } from './measurement.ts'
import { queue } from './queued.ts'

/** As many calls at once as the worker makes. */
const inFlight = 64

export const drain: Measurement = {
  name: 'drain',
  title: 'Sends a second',
  against: `${inFlight} calls of the same provider at a time, with nothing read or written around them`,
  async measure({ dataset, effort }) {
    const provider = await startProvider()
    try {
      const api = await (await fetch(provider.url)).text()
      const baseline = await callOnly(api, effort.queued)
      const ours = await drained(dataset, api, effort.queued)
      return [
        {
          what: `${effort.queued.toLocaleString('en')} queued messages to as many contacts, a provider that takes 50 ms`,
          ours: perSecond(ours),
          baseline: perSecond(baseline),
          ratio: ours / baseline,
          target: '≥ 400/s',
          isMet: ours >= 400,
        },
      ]
    } finally {
      await provider.stop()
    }
  },
}

async function drained(dataset: Dataset, apiBaseUrl: string, count: number): Promise<number> {
  await pointAt(dataset, apiBaseUrl)
  const ours = await startOurs(dataset, 'web,worker')
  try {
    await caughtUp(dataset)
    const since = new Date()
    const queued = await queue(dataset, count)
    await emptied(dataset)
    return await rateSince(dataset, since, queued)
  } finally {
    await ours.stop()
  }
}

async function pointAt({ url, organizationId, twilioChannelId }: Dataset, apiBaseUrl: string): Promise<void> {
  const settings = { apiBaseUrl, messagesPerSecond: 1000 }
  await onDatabase(url, (client) =>
    client.query('update channels set settings = $3 where organization_id = $1 and id = $2', [
      organizationId,
      twilioChannelId,
      settings,
    ]),
  )
}

/** Until the subscribers have heard what earlier measurements left: it is not what is measured here. */
async function caughtUp(dataset: Dataset): Promise<void> {
  await untilNone(
    dataset,
    `select count(*)::int as rows from (
       select from events where position is null
       union all
       select from event_cursors c join event_positions p using (organization_id) where c.position < p.last_position
     ) as unheard`,
  )
}

async function emptied(dataset: Dataset): Promise<void> {
  await untilNone(dataset, 'select count(*)::int as rows from outbox')
}

async function untilNone({ url }: Dataset, counting: string): Promise<void> {
  await onDatabase(url, async (client) => {
    while ((await client.query(counting)).rows[0].rows > 0) await wait(200)
  })
}

/** From the first claim to the last outcome that was written down. */
async function rateSince({ url, organizationId }: Dataset, since: Date, queued: number): Promise<number> {
  return onDatabase(url, async (client) => {
    const found = await client.query(
      `select count(*)::int as sent, extract(epoch from max(d.occurred_at) - min(a.started_at))::float8 as seconds
       from attempts a join deliveries d on d.organization_id = $1 and d.attempt_id = a.id and d.status = 'sent'
       where a.organization_id = $1 and a.started_at >= $2`,
      [organizationId, since],
    )
    const { sent, seconds } = found.rows[0]
    if (sent !== queued) throw new Error(`${queued} messages were queued, and ${sent} sent.`)
    return sent / seconds
  })
}

async function callOnly(api: string, count: number): Promise<number> {
  const { accountSid, authToken } = twilioAccount
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' }
  const dispatcher = new Agent({ connections: inFlight })
  let left = count
  const start = performance.now()
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (left-- > 0) {
        const body = new URLSearchParams({ To: '+14155550100', From: '+14155550101', Body: 'Your order is ready.' })
        const response = await request(`${api}/2010-04-01/Accounts/${accountSid}/Messages.json`, {
          method: 'POST',
          headers,
          body: body.toString(),
          dispatcher,
        })
        if (response.statusCode !== 201) throw new Error(`The provider answered ${response.statusCode}.`)
        await response.body.text()
      }
    }),
  )
  await dispatcher.close()
  return count / ((performance.now() - start) / 1000)
}
