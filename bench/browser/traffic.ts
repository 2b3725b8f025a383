import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'

import type pg from 'pg'

import { onDatabase } from '../dataset.ts'
import type { Dataset } from '../dataset.ts'
import { random } from '../load/requests.ts'

const turnMilliseconds = 100

/** As so many messages a second to these conversations would, until the work is done. Answers how many there were. */
export async function withTraffic(
  { url, organizationId }: Dataset,
  conversationIds: readonly string[],
  eventsASecond: number,
  work: () => Promise<void>,
): Promise<number> {
  const over = new AbortController()
  let sent = 0
  const sending = onDatabase(url, async (client) => {
    const start = performance.now()
    for (let turn = 1; !over.signal.aborted; turn++) {
      const due = Math.round((turn * turnMilliseconds * eventsASecond) / 1000) - sent
      await arrive(
        client,
        organizationId,
        Array.from({ length: due }, () => random(conversationIds)),
      )
      sent += due
      await setTimeout(Math.max(0, start + turn * turnMilliseconds - performance.now()))
    }
  })
  await work().finally(() => over.abort())
  await sending
  return sent
}

/** What a list shows of a message, and the word that it came. */
async function arrive(client: pg.Client, organizationId: string, ids: string[]): Promise<void> {
  const text = `Message ${randomBytes(4).toString('hex')}`
  await client.query(
    `update conversations set latest_message = $3, last_message_time = now() where organization_id = $1 and id = any($2)`,
    [organizationId, ids, text],
  )
  await client.query(
    `insert into events (organization_id, id, type, actor_type, subject_id, data, created_at)
     select v.organization_id, $3 || lpad(to_hex(arrived.number), 8, '0'), 'message.received', 'system', $3 || lpad(to_hex(arrived.number), 8, '0'),
       jsonb_build_object('id', $3 || lpad(to_hex(arrived.number), 8, '0'), 'conversationId', v.id, 'contactId', v.contact_id,
         'channelId', v.channel_id, 'channelType', v.channel_type, 'direction', 'inbound', 'content', $4::text,
         'status', 'delivered', 'createdAt', now(), 'updatedAt', now()), now()
     from unnest($2::text[]) with ordinality as arrived (id, number)
     join conversations v on v.organization_id = $1 and v.id = arrived.id`,
    [organizationId, ids, randomBytes(8).toString('hex'), text],
  )
  await client.query(`select pg_notify('tether', $1)`, [`bench\nevents ${organizationId}`])
}
