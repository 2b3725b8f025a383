import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sitDown, startDashboard } from '../dashboard.ts'
import { newChannel, newColleague, newContact, newInbound, newOrganization, until } from '../factories.ts'
import { launch, skip } from '../widget/browser.ts'
import { contentsOf, partsOf, rowOf, said, say, sendsAtOnce, shownEntries } from './at-desk.ts'

const { app, url } = await startDashboard()
const browser = (await launch())!

const lost = 'The connection is lost. You can go on reading; what you send waits until it is back.'
const back = 'Back again. Nothing was missed.'

async function newDesk(t: Parameters<typeof sitDown>[0]) {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const [jane, john] = [await newContact(ada, { firstName: 'Jane' }), await newContact(ada, { firstName: 'John' })]
  const first = await newInbound(ada, channel, { from: jane.phoneNumber, body: 'Jane is here' })
  const second = await newInbound(ada, channel, { from: john.phoneNumber, body: 'John is here' })
  const desk = await sitDown(t, browser, url, ada, { path: '/inbox?view=all' })
  await desk.context.addInitScript(sendsAtOnce)
  await desk.page.reload()
  for (const name of ['John', 'Jane']) {
    await rowOf(desk.page, `${name} is here`).click()
    await partsOf(desk.page).thread.getByText(`${name} is here`).waitFor()
  }
  return { ...desk, ada, channel, jane, john, janes: first.conversationId, johns: second.conversationId }
}

test(
  'without a network one reads on and writes; back again each is sent once and in order, and nothing is missed',
  { skip },
  async (t) => {
    const { page, context, ada, channel, jane, john, janes, johns, problems } = await newDesk(t)
    const colleague = await newColleague(app, ada, 'ADMIN')
    const { thread, note } = partsOf(page)
    await context.setOffline(true)
    await page.getByText(lost).waitFor()

    await rowOf(page, 'John is here').click()
    await thread.getByText('John is here').waitFor()
    await say(page, 'John, one')
    await rowOf(page, 'Jane is here').click()
    await thread.getByText('Jane is here').waitFor()
    for (const text of ['one', 'two']) await say(page, text)
    await page.getByRole('radio', { name: /^Note/ }).check()
    await note.fill('She called as well')
    await note.press('Enter')
    await page.getByRole('radio', { name: /^Reply/ }).check()
    await say(page, 'three')
    const waiting = thread.getByRole('img', { name: 'Waiting for the network' })
    await until(async () => (await waiting.count()) === 4, 'four that wait')

    for (let index = 1; index <= 30; index++)
      await newInbound(ada, channel, { from: jane.phoneNumber, body: `Meanwhile ${index}` })
    await newInbound(ada, channel, { from: john.phoneNumber, body: 'John again' })
    await colleague.call('POST', '/api/messages/send', { conversationId: janes, content: 'From a colleague' })
    assert.equal(await thread.getByText('Meanwhile 30').count(), 0)

    await context.setOffline(false)
    await page.getByText(back).waitFor()
    await waiting.first().waitFor({ state: 'detached' })
    const sent = ['one', 'two', 'three']
    await until(async () => (await contentsOf(ada, janes)).length === 35, 'all that was said')
    const all = await said(ada, janes)
    const own = all.filter(({ content }) => sent.includes(content)).map(({ content }) => content)
    assert.deepEqual(own, sent)
    const { notes } = (await ada.call('GET', `/api/conversation/${janes}/notes`)).json()
    assert.deepEqual(
      notes.map(({ content }: { content: string }) => content),
      ['She called as well'],
    )
    // In the thread messages and notes are in one order of time, which is that of their ids.
    const ids = [...all, ...notes].map(({ _id }: { _id: string }) => _id).toSorted()
    await until(async () => (await shownEntries(page)).length === ids.length, 'all of them on the screen')
    assert.deepEqual(await shownEntries(page), ids)
    await rowOf(page, 'John, one').waitFor()
    assert.deepEqual(await contentsOf(ada, johns), ['John is here', 'John again', 'John, one'])
    assert.deepEqual(problems, [])
  },
)

test('what waits outlives the tab: it is sent by the next one, once', { skip }, async (t) => {
  const { page, context, ada, janes } = await newDesk(t)
  await context.setOffline(true)
  await page.getByText(lost).waitFor()
  for (const text of ['one', 'two']) await say(page, text)
  const waiting = partsOf(page).thread.getByRole('img', { name: 'Waiting for the network' })
  await until(async () => (await waiting.count()) === 2, 'two that wait')
  await page.close()

  await context.setOffline(false)
  const next = await context.newPage()
  await next.goto(`${url}/inbox/${janes}?view=all`)
  await partsOf(next).thread.getByText('two').waitFor()
  await until(async () => (await contentsOf(ada, janes)).length === 3, 'both')
  await next.reload()
  await partsOf(next).thread.getByText('two').waitFor()
  assert.deepEqual(await contentsOf(ada, janes), ['Jane is here', 'one', 'two'])
})

test(
  'a thread that was not read before says so without a network, and is there when it is back',
  { skip },
  async (t) => {
    const { page, context, ada, channel } = await newDesk(t)
    // A list that somebody points at stands still.
    await page.mouse.move(900, 400)
    await newInbound(ada, channel, { body: 'Somebody new' })
    await rowOf(page, 'Somebody new').waitFor()
    await context.setOffline(true)
    await page.getByText(lost).waitFor()
    await rowOf(page, 'Somebody new').click()
    await page.getByText('The messages could not be loaded').waitFor()
    await context.setOffline(false)
    await partsOf(page).thread.getByText('Somebody new').waitFor()
  },
)

test('what waits for the network can be taken back, and is in the composer again', { skip }, async (t) => {
  const { page, context, ada, janes } = await newDesk(t)
  await context.setOffline(true)
  await page.getByText(lost).waitFor()
  await say(page, 'Rather not')
  const { thread, field } = partsOf(page)
  await thread.getByRole('button', { name: 'Take back' }).click()
  await until(async () => (await field.inputValue()) === 'Rather not', 'the words')
  await field.fill('')
  await say(page, 'Better so')
  await context.setOffline(false)
  await until(async () => (await contentsOf(ada, janes)).length === 2, 'the other one')
  assert.deepEqual(await contentsOf(ada, janes), ['Jane is here', 'Better so'])
})

test('what happens before the page begins to hear is not missed: messages, bell', { skip }, async (t) => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const jane = await newContact(ada, { firstName: 'Jane' })
  const { conversationId } = await newInbound(ada, channel, { from: jane.phoneNumber, body: 'First' })
  const ben = await newColleague(app, ada, 'ADMIN')
  const { page } = await sitDown(t, browser, url, ben, { path: '/sign-in' })
  const { promise: held, resolve: letThrough } = Promise.withResolvers<void>()
  await page.routeWebSocket(/\/api\/live$/, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => void held.then(() => server.send(message)))
  })
  await page.goto(`${url}/inbox/${conversationId}?view=all`)
  const { thread } = partsOf(page)
  await thread.getByText('First').waitFor()
  await page.getByRole('button', { name: 'Notifications', exact: true }).waitFor()
  await newInbound(ada, channel, { from: jane.phoneNumber, body: 'Second' })
  await ada.call('PUT', `/api/conversation/${conversationId}`, { assignees: [ben.user.id] })
  await until(async () => (await ben.call('GET', '/api/notifications')).json().notifications.length === 1, 'the news')
  assert.equal(await thread.getByText('Second').count(), 0)
  letThrough()
  await thread.getByText('Second').waitFor()
  await page.getByRole('button', { name: 'Notifications: 1 new' }).waitFor()
})
