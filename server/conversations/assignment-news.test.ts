import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, newChannel, newColleague, newInbound, newOrganization, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app } = await startApp({ worker: true })

test('whom somebody else gives a conversation to is told who did; who takes one is not', async () => {
  const { ada, rep, channel } = await newTeam()
  const { conversationId } = await newInbound(ada, channel)
  await ada.call('PUT', `/api/conversation/${conversationId}`, { assignees: [rep.user.id, ada.user.id] })
  const [news] = await untilTold(rep)
  assert.deepEqual(
    [news!.type, news!.text, news!.subjectType, news!.subjectId],
    ['assignment', 'Ada Admin assigned a conversation to you.', 'conversation', conversationId],
  )
  assert.deepEqual(await newsOf(ada), [])
})

test('many at once are one sentence, and again the same assignees are no news', async () => {
  const { ada, rep, channel } = await newTeam()
  const opened = await atOnce(3, () => newInbound(ada, channel))
  const conversationIds = opened.map(({ conversationId }) => conversationId)
  const assigned = { ids: conversationIds, assignees: [rep.user.id] }
  assert.equal((await ada.call('POST', '/api/conversations/assign', assigned)).statusCode, 200)
  assert.equal((await untilTold(rep))[0]!.text, 'Ada Admin assigned 3 conversations to you.')
  await ada.call('POST', '/api/conversations/assign', assigned)
  const last = await newInbound(ada, channel)
  await ada.call('PUT', `/api/conversation/${last.conversationId}`, { assignees: [rep.user.id] })
  assert.equal((await untilTold(rep, 2)).length, 2)
})

test('who does not want to hear of assignments does not', async () => {
  const { ada, rep, channel } = await newTeam()
  await rep.call('PUT', '/api/user/notification-preferences', { notificationPreferences: { assignments: false } })
  const other = await newColleague(app, ada, 'SALES_REP')
  const [first, second] = [await newInbound(ada, channel), await newInbound(ada, channel)]
  await ada.call('PUT', `/api/conversation/${first.conversationId}`, { assignees: [rep.user.id] })
  await ada.call('PUT', `/api/conversation/${second.conversationId}`, { assignees: [other.user.id] })
  await untilTold(other)
  assert.deepEqual(await newsOf(rep), [])
})

async function newTeam() {
  const ada = await newOrganization(app)
  return { ada, rep: await newColleague(app, ada, 'SALES_REP'), channel: await newChannel(ada) }
}

interface News {
  type: string
  text: string
  subjectType: string
  subjectId: string
}

async function newsOf(person: Person): Promise<News[]> {
  return (await person.call('GET', '/api/notifications')).json().notifications
}

async function untilTold(person: Person, count = 1): Promise<News[]> {
  return until(async () => {
    const news = await newsOf(person)
    return news.length >= count && news
  }, 'the news')
}
