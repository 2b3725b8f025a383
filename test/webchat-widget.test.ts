import assert from 'node:assert/strict'
import { once } from 'node:events'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'

import { builtWidget } from '../widget/build.ts'
import { startApp } from './app.ts'
import { eventsOf, newOrganization, until } from './factories.ts'
import type { Person } from './factories.ts'
import { openSocket } from './live.ts'
import { identityOf, newWebchat } from './webchat.ts'
import type { Webchat } from './webchat.ts'
import { launch, skip } from './widget/browser.ts'
import { startHostPage } from './widget/host-page.ts'
import { arrive, thread, violations, writes } from './widget/visitor.ts'

await builtWidget()
// Its own address is in what it hands out, and so has to be known before it listens.
const port = await freePort()
const url = `http://127.0.0.1:${port}`
const { app } = await startApp({ worker: true, config: { publicUrl: url } })
await app.listen({ host: '127.0.0.1', port })
const browser = await launch()

test(
  'a visitor in the widget and an agent talk, offline in between: nothing is lost or doubled',
  { skip },
  async (t) => {
    const ada = await newOrganization(app)
    const visitor = await newVisitor(t, await newWebchat(ada))
    const { panel, bubble, context, page } = visitor
    await bubble.click()
    await writes(visitor, 'Is the fern still there?')
    await panel.getByText('Sent', { exact: true }).waitFor()
    const conversationId = await conversationOf(ada)
    const agent = await openSocket(url, ada)
    t.after(() => agent.close())
    agent.say({ type: 'looking', conversationId })
    agent.say({ type: 'typing', conversationId })
    await panel.locator('.typing').waitFor()
    await ada.call('POST', '/api/messages/send', { conversationId, content: 'It is.' })
    await panel.getByText('It is.').waitFor()
    await until(async () => (await statusOf(ada, conversationId, 'It is.')) === 'read', 'the read mark')

    await context.setOffline(true)
    for (const text of ['two', 'three']) await writes(visitor, text)
    await panel.getByText('Waiting to be sent').waitFor()
    await ada.call('POST', '/api/messages/send', { conversationId, content: 'Meanwhile' })
    await until(async () => (await contentsOf(ada, conversationId)).includes('Meanwhile'), 'the message meanwhile')
    await context.setOffline(false)
    await panel.getByText('Meanwhile').waitFor()
    await until(async () => (await contentsOf(ada, conversationId)).includes('three'), 'what was kept')
    const all = ['Is the fern still there?', 'It is.', 'Meanwhile', 'two', 'three']
    assert.deepEqual(await contentsOf(ada, conversationId), all)
    await panel.getByText('Waiting to be sent').waitFor({ state: 'detached' })
    assert.deepEqual(await thread(visitor), all)
    await page.reload()
    await bubble.click()
    await panel.getByText('three').waitFor()
    assert.deepEqual(await thread(visitor), all)
    await ada.call('POST', '/api/contact/message-seen', { conversationId })
    await panel.getByText('Read', { exact: true }).first().waitFor()
    assert.deepEqual(await violations(page), [])
    assert.deepEqual(visitor.problems, [])
  },
)

test('files go both ways, and a rating is asked for, survives a reload and is given', { skip }, async (t) => {
  const ada = await newOrganization(app)
  const visitor = await newVisitor(t, await newWebchat(ada))
  const { panel, bubble, field, page } = visitor
  await bubble.click()
  await field.waitFor()
  await panel.locator('input[type=file]').setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: dot })
  await panel.locator('.chosen li:not(.busy)').waitFor()
  await panel.getByRole('button', { name: 'Send', exact: true }).click()
  const link = panel.locator('[role=log] a').first()
  await link.waitFor()
  assert.equal((await fetch(new URL((await link.getAttribute('href'))!, url))).status, 200)
  const conversationId = await conversationOf(ada)
  await ada.call('POST', `/api/conversation/${conversationId}/csat/request`)
  await panel.getByText('How did we do?').waitFor()
  await page.reload()
  await bubble.click()
  await panel.getByLabel('Great').check()
  await panel.getByRole('button', { name: 'Send the rating' }).click()
  await panel.getByText('Thank you for telling us.').waitFor()
})

test('whoever logs in to the site takes what was said before along, in every tab', { skip }, async (t) => {
  const ada = await newOrganization(app)
  const webchat = await newWebchat(ada)
  const visitor = await newVisitor(t, webchat)
  const other = await arrive(visitor.context, visitor.url, url)
  for (const tab of [visitor, other]) await tab.bubble.click()
  await writes(visitor, 'Before')
  await other.panel.getByText('Before').waitFor()
  const identity = await identityOf('jane', webchat.identitySecret, { name: 'Jane' })
  await visitor.page.evaluate(`tether('identify', '${identity}')`)
  await until(async () => (await eventsOf(ada, 'visitor.identified')).length === 1, 'being known')
  for (const tab of [visitor, other]) {
    await tab.panel.getByText('Before').waitFor()
    await writes(tab, 'After')
  }
  const conversationId = await conversationOf(ada)
  await until(async () => (await contentsOf(ada, conversationId)).length === 3, 'all three')
  assert.equal((await contactsOf(ada)).length, 1)
})

test('where it is not allowed there is no chat; who is blocked is sent away', { skip }, async (t) => {
  const ada = await newOrganization(app)
  const refused = await newVisitor(t, await newWebchat(ada, { allowedDomains: ['shop.example.com'] }))
  await until(async () => refused.problems.some((problem) => problem.includes('frame-ancestors')), 'the refusal')
  assert.equal(await refused.bubble.isVisible(), false)

  const visitor = await newVisitor(t, await newWebchat(ada, { name: 'Other' }))
  await visitor.bubble.click()
  await writes(visitor, 'Hello')
  await visitor.panel.getByText('Sent', { exact: true }).waitFor()
  await ada.call('PATCH', `/api/contacts/${(await contactsOf(ada))[0]!._id}/block`)
  await visitor.panel.getByText('This chat was ended').waitFor()
})

const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port: free } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return free
}

async function newVisitor(t: TestContext, { key }: Webchat) {
  const host = await startHostPage(url, `<script async src="${url}/widget.js" data-webchat="${key}"></script>`)
  const context = await browser!.newContext()
  t.after(async () => {
    await context.close()
    host.close()
  })
  return { context, url: host.url, ...(await arrive(context, host.url, url)) }
}

async function contactsOf(ada: Person): Promise<Array<{ _id: string }>> {
  return (await ada.call('GET', '/api/contacts')).json().data
}

async function conversationOf(ada: Person): Promise<string> {
  return (await eventsOf(ada, 'conversation.opened')).at(-1)!.subjectId
}

interface Line {
  content: string
  status: string
}

async function linesOf(ada: Person, conversationId: string): Promise<Line[]> {
  return (await ada.call('GET', `/api/conversation/${conversationId}/messages`)).json().messages
}

async function contentsOf(ada: Person, conversationId: string): Promise<string[]> {
  return (await linesOf(ada, conversationId)).map(({ content }) => content)
}

async function statusOf(ada: Person, conversationId: string, content: string): Promise<string | undefined> {
  return (await linesOf(ada, conversationId)).find((line) => line.content === content)?.status
}
