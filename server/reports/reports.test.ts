import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, newChannel, newColleague, newInbound, newOrganization, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { newThread } from '../../test/threads.ts'
import type { BusyHour, ConversationNumbers, MessageNumbers, ResponseTimes } from './reports.ts'

const { app } = await startApp({ worker: true })
const thisYear = new Date().getUTCFullYear()
const range = `from=${thisYear - 1}-06-01&to=${thisYear + 1}-05-01`

type Numbers = ConversationNumbers & MessageNumbers & ResponseTimes & BusyHour

interface Shown {
  timeZone: string
  total: Numbers
  rows: Array<{ start: string; name: string | null } & Numbers>
}

async function report(person: Person, name: string, query = ''): Promise<Shown> {
  const response = await person.call('GET', `/api/reports/${name}?${range}${query}`)
  assert.equal(response.statusCode, 200, response.body)
  return response.json()
}

const total = async (person: Person, name: string, query = '') => (await report(person, name, query)).total

/** The sums follow what happened by a moment. */
function untilTotal(person: Person, name: string, wanted: Partial<Numbers>): Promise<unknown> {
  return until(async () => {
    const found = await total(person, name)
    return Object.entries(wanted).every(([measure, count]) => found[measure as keyof Numbers] === count) && found
  }, JSON.stringify(wanted))
}

test('conversations are counted as they are opened, resolved and reopened, each once', async () => {
  const { ada, conversationId: id, write } = await newThread(app)
  await atOnce(3, () => ada.call('POST', '/api/conversations/resolve', { ids: [id] }))
  await write('One thing more')
  await ada.call('POST', '/api/conversations/resolve', { ids: [id] })
  await untilTotal(ada, 'conversations', { opened: 1, resolved: 2, reopened: 1 })
  const { resolution } = await total(ada, 'response-times')
  assert.equal(resolution.count, 2)
  assert.ok(resolution.median! >= 0 && resolution.p90! <= 60)
})

test('messages are counted as they are received, sent and failed', async () => {
  const { ada, channel, write, send } = await newThread(app)
  await atOnce(4, (index) => write(`Number ${index}`, { messageId: `SM-${index % 3}` }))
  await send()
  await newInbound(ada, channel, { from: '+15005550001' })
  const { conversationId } = await newInbound(ada, channel, { from: '+15005550001' })
  await ada.call('POST', '/api/messages/send', { conversationId, content: 'Are you there?' })
  await untilTotal(ada, 'messages', { received: 6, sent: 1, failed: 1 })
})

test('whoever waits is answered once, by the first message of a person', async () => {
  const { ada, conversationId, write, send } = await newThread(app)
  await write('Hello?')
  await send()
  await send('And another thing')
  await until(async () => (await total(ada, 'response-times')).firstResponse.count === 1)
  await write('Thanks')
  await ada.call('POST', '/api/conversations/resolve', { ids: [conversationId] })
  await write('Hello again')
  await send()
  await untilTotal(ada, 'conversations', { reopened: 1 })
  await until(async () => (await total(ada, 'response-times')).firstResponse.count === 2)
  const { firstResponse } = await total(ada, 'response-times', '&hours=business')
  assert.equal(firstResponse.count, 2)
})

test('an answer that was taken back was none', async () => {
  const { ada, conversationId, send } = await newThread(app)
  const answer = { conversationId, content: 'Wrong window', undoSeconds: 30 }
  const held = await ada.call('POST', '/api/messages/send', answer)
  assert.equal(held.statusCode, 200, held.body)
  await until(async () => (await total(ada, 'response-times')).firstResponse.count === 1)
  await ada.call('POST', `/api/messages/${held.json()._id}/cancel`)
  await until(async () => (await total(ada, 'response-times')).firstResponse.count === 0)
  await send('The right one')
  await until(async () => (await total(ada, 'response-times')).firstResponse.count === 1)
  await untilTotal(ada, 'messages', { received: 1, sent: 1, failed: 0 })
})

test('a row stands for each step, person, department or channel, with its name', async () => {
  const ada = await newOrganization(app)
  const departmentId = (await ada.call('POST', '/api/departments', { name: 'Sales' })).json()._id
  const rep = await newColleague(app, ada, 'SALES_REP', { departmentId, fullName: 'Rae Rep' })
  const channels = [await newChannel(ada, { name: 'One' }), await newChannel(ada, { name: 'Two' })]
  const { conversationId } = await newInbound(ada, channels[0]!)
  await newInbound(ada, channels[1]!)
  await ada.call('POST', '/api/conversations/assign', { ids: [conversationId], assignees: [rep.user.id] })
  await rep.call('POST', '/api/conversations/resolve', { ids: [conversationId] })
  await untilTotal(ada, 'conversations', { opened: 2, resolved: 1 })

  const named = async (by: string) =>
    (await report(ada, 'conversations', `&by=${by}`)).rows
      .map((row) => [row.name, row.opened, row.resolved])
      .toSorted((one, other) => String(one[0]).localeCompare(String(other[0])))
  assert.deepEqual(await named('channel'), [
    ['One', 1, 1],
    ['Two', 1, 0],
  ])
  assert.deepEqual(await named('user'), [
    ['Ada Admin', 2, 0],
    ['Rae Rep', 0, 1],
  ])
  assert.deepEqual(await named('department'), [
    [null, 2, 0],
    ['Sales', 0, 1],
  ])
  const [month] = (await report(ada, 'conversations', '&interval=month')).rows
  assert.deepEqual([month?.start, month?.opened], [`${new Date().toISOString().slice(0, 7)}-01`, 2])
  const [week] = (await report(ada, 'conversations', '&interval=week&by=channel')).rows
  assert.equal(new Date(week!.start).getUTCDay(), 1)
  assert.equal((await total(ada, 'conversations', `&channelId=${channels[1]!._id}`)).opened, 1)
  assert.equal((await total(ada, 'conversations', `&departmentId=${departmentId}`)).resolved, 1)
})

test('an admin sees everybody’s, a head the department’s, a rep the own, a stranger nothing', async () => {
  const ada = await newOrganization(app)
  const departmentId = (await ada.call('POST', '/api/departments', { name: 'Sales' })).json()._id
  const head = await newColleague(app, ada, 'DEPARTMENT_HEAD', { departmentId })
  const rep = await newColleague(app, ada, 'SALES_REP', { departmentId })
  const other = await newColleague(app, ada, 'SALES_REP')
  const channel = await newChannel(ada)
  for (const person of [rep, other, other]) {
    const { conversationId } = await newInbound(ada, channel)
    await ada.call('POST', '/api/conversations/assign', { ids: [conversationId], assignees: [person.user.id] })
    const response = await person.call('POST', '/api/messages/send', { conversationId, content: 'Hello' })
    assert.equal(response.statusCode, 200, response.body)
  }
  await untilTotal(ada, 'messages', { sent: 3 })
  const counts = await Promise.all([head, rep, other].map(async (person) => (await total(person, 'messages')).sent))
  assert.deepEqual(counts, [1, 1, 2])
  const peeked = await total(rep, 'messages', `&userId=${other.user.id}`)
  assert.deepEqual(peeked, { received: 0, sent: 0, failed: 0 })
  const eve = await newOrganization(app)
  assert.deepEqual(await total(eve, 'messages'), { received: 0, sent: 0, failed: 0 })
  const foreign = await eve.call('GET', `/api/reports/messages?${range}&channelId=${channel._id}`)
  assert.equal(foreign.statusCode, 404)
})

test('a report is a file as well, whose cells no spreadsheet takes for formulas', async () => {
  const { ada } = await newThread(app, { channel: { name: '=1+1' } })
  await untilTotal(ada, 'messages', { received: 1 })
  const response = await ada.call('GET', `/api/reports/export?${range}&report=messages&by=channel`)
  assert.equal(response.headers['content-type'], 'text/csv; charset=utf-8')
  const [head, row] = response.body.replace('\uFEFF', '').split('\r\n')
  assert.equal(head, 'start,key,name,received,sent,failed')
  assert.match(row!, /^,[0-9a-f]{24},'=1\+1,1,0,0$/)
  for (const name of ['conversations', 'response-times', 'busy-hours'])
    assert.equal((await ada.call('GET', `/api/reports/export?${range}&report=${name}`)).statusCode, 200)
})

test('a file over time has a line for each step, as the page has a point for each', async () => {
  const { ada } = await newThread(app)
  await untilTotal(ada, 'messages', { received: 1 })
  const today = new Date().toISOString().slice(0, 10)
  const from = new Date(Date.now() - 40 * 86_400_000).toISOString().slice(0, 10)
  const cellsOf = async (name: string, interval: string) => {
    const query = `from=${from}&to=${today}&report=${name}&interval=${interval}`
    const { body } = await ada.call('GET', `/api/reports/export?${query}`)
    return body
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(','))
  }
  const days = await cellsOf('messages', 'day')
  assert.deepEqual(
    [days.length, days[0], days.at(-1)],
    [41, [from, '', '', '0', '0', '0'], [today, '', '', '1', '0', '0']],
  )
  const weeks = await cellsOf('conversations', 'week')
  assert.ok(weeks.length === 6 || weeks.length === 7, String(weeks.length))
  assert.ok(weeks.every(([start]) => new Date(start!).getUTCDay() === 1))
  const months = await cellsOf('response-times', 'month')
  assert.ok(months.every(([start]) => start!.endsWith('-01')))
  assert.deepEqual(months[0]!.slice(3), ['0', '', '', '', '0', '', '', ''])
})

test('when contacts write is told by weekday and hour', async () => {
  const { ada } = await newThread(app)
  await until(async () => (await report(ada, 'busy-hours')).rows.length > 0)
  const { rows, timeZone } = await report(ada, 'busy-hours')
  const now = new Date()
  assert.equal(timeZone, 'UTC')
  assert.deepEqual([rows[0]?.weekday, rows.length, rows[0]?.received], [now.getUTCDay() || 7, 1, 1])
})

test('a range ends after it begins, covers two years, and has no more rows than can be read', async () => {
  const ada = await newOrganization(app)
  for (const query of [
    'from=2025-02-02&to=2025-02-01',
    'from=2023-01-01&to=2025-06-01',
    'from=2025-01-01&to=2025-12-31&by=user&interval=day',
    'from=2025-02-30&to=2025-03-01',
  ]) {
    assert.equal((await ada.call('GET', `/api/reports/messages?${query}`)).statusCode, 400, query)
  }
})
