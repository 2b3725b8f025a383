import assert from 'node:assert/strict'

import type pg from 'pg'

import type { World } from './clients.ts'

export interface MessageRow {
  id: string
  direction: string
  content: string
  status: string
  provider_message_id: string | null
  error_code: string | null
  error_message: string | null
  is_waiting: boolean
  /** Its attempts and what was told of them, for whoever must find out what went wrong. */
  history: string[]
}

export async function readMessages(client: pg.Client): Promise<MessageRow[]> {
  const found = await client.query<MessageRow>(`
    select m.id, m.direction, m.content, m.status, m.provider_message_id, m.error_code, m.error_message,
      o.message_id is not null as is_waiting, array(
        select to_char(at, 'MI:SS.MS ') || what from (
          select started_at as at, 'attempt ' || id as what from attempts where message_id = m.id
          union all
          select occurred_at, concat_ws(' ', status, provider_status, error_code, 'of', attempt_id)
          from deliveries where message_id = m.id
        ) order by at
      ) as history
    from messages m left join outbox o on o.organization_id = m.organization_id and o.message_id = m.id order by m.id
  `)
  return found.rows
}

/** Every send that was answered is one message, of the id that was answered; and there is none that nobody asked for. */
export function assertKept({ accepted, acknowledged }: World, messages: MessageRow[]): void {
  const outbound = messages.filter(({ direction }) => direction === 'outbound')
  assert.deepEqual(
    sorted(outbound.map(({ id, content }) => `${content} is ${id}`)),
    sorted(accepted.map(({ id, content }) => `${content} is ${id}`)),
  )
  const inbound = messages.filter(({ direction }) => direction === 'inbound')
  assert.deepEqual(
    sorted(inbound.map((each) => `${each.content} is ${each.provider_message_id}`)),
    sorted([...acknowledged].map(([sid, content]) => `${content} is ${sid}`)),
  )
}

/** The provider has each at most once, and what the server says of it agrees with that. */
export function assertSentOnce({ fake }: World, messages: MessageRow[]): void {
  const taken = Map.groupBy(fake.messages, ({ body }) => body)
  for (const message of messages.filter(({ direction }) => direction === 'outbound')) {
    const { content, status, error_code: code, error_message: reason, is_waiting: isWaiting } = message
    const times = taken.get(content)?.length ?? 0
    const story = `${content} is ${status} (${code}), and the provider has it ${times} times: ${message.history.join(', ')}`
    assert.ok(times <= 1, story)
    if (['sent', 'delivered', 'read'].includes(status)) assert.ok(times === 1 && !isWaiting && !code, story)
    else if (status === 'unknown') assert.ok(code && reason && !isWaiting, story)
    else if (status === 'failed') assert.ok(times === 0 && code && reason && !isWaiting, story)
    else assert.ok(status === 'queued' && times === 0 && isWaiting, story)
  }
}

/** What lists show is what there is. */
export async function assertCounted(client: pg.Client): Promise<void> {
  const wrong = await client.query(`
    select v.id, v.message_count, v.unread_count, count(m.id) as messages,
      count(m.id) filter (where m.direction = 'inbound') as inbound
    from conversations v left join messages m on m.organization_id = v.organization_id and m.conversation_id = v.id
    group by v.organization_id, v.id
    having v.message_count <> count(m.id) or v.unread_count <> count(m.id) filter (where m.direction = 'inbound')
      or v.latest_message_id is distinct from max(m.id)
  `)
  assert.deepEqual(wrong.rows, [])
  const totals = await client.query(`
    select (select sum(contacts) from contact_counts)::int as counted, (select count(*) from contacts)::int as contacts
  `)
  assert.equal(totals.rows[0]?.counted, totals.rows[0]?.contacts)
  const tallies = await client.query(`select sum(contacts)::int as counted from contact_tallies`)
  assert.equal(tallies.rows[0]?.counted, totals.rows[0]?.contacts)
}

/** Subscribers hear in their own time: what they have not heard yet is waited for, what they heard twice stays wrong. */
export async function untilHeard(client: pg.Client, events: LoggedEvent[]): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    const isRight = await assertHeardOnce(client, events).then(
      () => true,
      () => false,
    )
    if (isRight) return
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  await assertHeardOnce(client, events)
}

/** Nobody's report counts an event twice, or leaves one out. */
async function assertHeardOnce(client: pg.Client, events: LoggedEvent[]): Promise<void> {
  const counted = await client.query<{ event_type: string; total: number }>(
    'select event_type, sum(total)::int as total from daily_messages group by event_type order by 1',
  )
  const types = Map.groupBy(events, ({ type }) => type)
  for (const { event_type: type, total } of counted.rows) assert.equal(total, types.get(type)?.length, type)
  assert.ok(counted.rows.length >= 3)
}

export interface LoggedEvent {
  position: number
  type: string
  subjectId: string
}

/** One log without gap or double, in which everything that happened to a message happened once. */
export function assertLogged(events: LoggedEvent[], messages: MessageRow[]): void {
  assert.deepEqual(
    events.map(({ position }) => position),
    events.map((_, index) => index + 1),
  )
  const told = Map.groupBy(
    events.filter(({ type }) => type.startsWith('message.')),
    ({ type, subjectId }) => `${type} ${subjectId}`,
  )
  for (const [what, times] of told) assert.equal(times.length, 1, what)
  const begun = [...told.keys()].filter((what) => /^message\.(received|queued) /.test(what))
  const expected = messages.map(
    ({ id, direction }) => `message.${direction === 'inbound' ? 'received' : 'queued'} ${id}`,
  )
  assert.deepEqual(sorted(begun), sorted(expected))
}

function sorted(values: string[]): string[] {
  return values.toSorted()
}
