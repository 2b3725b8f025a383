import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import {
  atOnce,
  newChannel,
  newColleague,
  newContact,
  newInbound,
  newOrganization,
  until,
} from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app } = await startApp({ worker: true })
const today = () => new Date().toISOString().slice(0, 10)

interface Day {
  day: string
  channelId: string
  eventType: string
  total: number
}

async function report(person: Person, from = '2000-01-01', to = '2999-12-31'): Promise<Day[]> {
  const response = await person.call('GET', `/api/reports/daily-messages?from=${from}&to=${to}`)
  assert.equal(response.statusCode, 200, response.body)
  return response.json().days
}

async function totals(person: Person, channelId: string): Promise<Record<string, number>> {
  const days = (await report(person)).filter((day) => day.channelId === channelId)
  const types = [...new Set(days.map(({ eventType }) => eventType))].toSorted()
  const sum = (type: string) => days.filter((day) => day.eventType === type).reduce((all, { total }) => all + total, 0)
  return Object.fromEntries(types.map((type) => [type, sum(type)]))
}

test('what happened to messages is counted by day, channel and kind, each once', async () => {
  const ada = await newOrganization(app)
  const [one, two] = [await newChannel(ada), await newChannel(ada)]
  await atOnce(7, () => newInbound(ada, one))
  await newInbound(ada, two, { messageId: 'SM-1' })
  await newInbound(ada, two, { messageId: 'SM-1' })
  const contacts = await atOnce(3, () => newContact(ada))
  for (const { _id: contactId } of contacts)
    await ada.call('POST', '/api/messages/send', { contactId, channelId: one._id, content: 'Hello' })
  const { _id: contactId } = await newContact(ada, { phoneNumber: '+15005550001' })
  await ada.call('POST', '/api/messages/send', { contactId, channelId: two._id, content: 'Hello' })

  await until(async () => (await totals(ada, one._id))['message.delivered'] === 3)
  await until(async () => (await totals(ada, two._id))['message.failed'] === 1)
  assert.deepEqual(await totals(ada, one._id), {
    'message.delivered': 3,
    'message.queued': 3,
    'message.received': 7,
    'message.sent': 3,
  })
  assert.deepEqual(await totals(ada, two._id), { 'message.failed': 1, 'message.queued': 1, 'message.received': 1 })
})

test('both ends of the range are days of the report', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const before = today()
  await newInbound(ada, channel)
  const [day] = await until(async () => {
    const days = await report(ada)
    return days.length > 0 && days
  })
  assert.ok([before, today()].includes(day!.day))
  assert.equal((await report(ada, day!.day, day!.day)).length, 1)
  assert.deepEqual(await report(ada, '2000-01-01', '2000-12-31'), [])
  for (const query of ['from=2025-02-30&to=2025-03-01', 'from=today&to=2025-03-01', 'from=2025-01-01']) {
    assert.equal((await ada.call('GET', `/api/reports/daily-messages?${query}`)).statusCode, 400, query)
  }
})

test('a report is for admins, and of the own organization', async () => {
  const [ada, eve] = [await newOrganization(app), await newOrganization(app)]
  await newInbound(ada, await newChannel(ada))
  await until(async () => (await report(ada)).length > 0)
  assert.deepEqual(await report(eve), [])
  for (const role of ['SALES_REP', 'DEPARTMENT_HEAD']) {
    const colleague = await newColleague(app, ada, role)
    const response = await colleague.call('GET', '/api/reports/daily-messages?from=2000-01-01&to=2999-12-31')
    assert.equal(response.statusCode, 403)
  }
})
