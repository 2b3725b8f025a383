import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'

import { startApp } from './app.ts'
import { curl, hasCurl, readCommand, standInForCurl } from './contract/curl.ts'
import { examplesOf, readPage } from './contract/examples.ts'
import { differencesFrom } from './contract/kinds.ts'
import { seed } from './contract/seed.ts'

const server = await startApp({ worker: true })
const baseUrl = await server.app.listen({ host: '127.0.0.1', port: 0 })

const pages = { quickstart: await seed(server, baseUrl), conversations: await seed(server, baseUrl) }

for (const [name, { placeholders }] of Object.entries(pages)) {
  const page = readPage(name)
  const examples = examplesOf(page)

  test(`every curl line of the page ${name} is read, with its answer`, () => {
    assert.equal(examples.length, page.match(/\bcurl /g)?.length)
  })

  for (const example of examples) {
    test(`${name}: ${example.command.split(' \\')[0]} answers as documented`, async () => {
      const { status, body } = await curl(filled(example.command, placeholders))
      assert.equal(status, 200, JSON.stringify(body))
      assert.deepEqual(differencesFrom(example.answer, body), [])
    })
  }
}

test('the contacts of the quickstart come ten to a page, with the total of all', async () => {
  const { placeholders } = await seed(server, baseUrl)
  const { body } = await ask(placeholders, `-G {host}/api/contacts -d page=1 -d size=10`)
  const { data, total } = body as { data: unknown[]; total: number }
  assert.deepEqual([data.length, total], [10, 12])
})

test('the messages of a conversation come oldest first', async () => {
  const { placeholders } = await seed(server, baseUrl)
  const { body } = await ask(placeholders, `{host}/api/conversation/messages -d '{"conversationId": "{conversation}"}'`)
  const { messages } = body as { messages: Array<{ direction: string; createdAt: string }> }
  assert.deepEqual(
    messages.map((message) => message.direction),
    ['inbound', 'outbound'],
  )
  assert.ok(messages[0]!.createdAt < messages[1]!.createdAt)
})

test('the reads by POST answer the same by GET with a query', async () => {
  const { placeholders } = await seed(server, baseUrl)
  const [conversations, messages] = ['{host}/api/conversation/all', '{host}/api/conversation/messages']
  const posted = [
    await ask(placeholders, `${conversations} -d '{"contactId": "{contact}", "channelType": "sms"}'`),
    await ask(placeholders, `${messages} -d '{"conversationId": "{conversation}"}'`),
  ]
  const got = [
    await ask(placeholders, `-G ${conversations} -d contactId={contact} -d channelType=sms`),
    await ask(placeholders, `-G ${messages} -d conversationId={conversation}`),
  ]
  assert.equal(got[0]!.status, 200)
  assert.deepEqual(got, posted)
})

test('without a channelType the conversations are those of sms', async () => {
  const { placeholders } = await seed(server, baseUrl)
  const { body } = await ask(placeholders, `{host}/api/conversation/all -d '{"contactId": "{contact}"}'`)
  assert.equal((body as { conversations: unknown[] }).conversations.length, 1)
})

test('resolving toggles, and with isResolved it is harmless to repeat', async () => {
  const { placeholders } = await seed(server, baseUrl)
  const url = '-X PUT {host}/api/conversation/{conversation}/resolve'
  const set = `${url} -d '{"isResolved": true}'`
  const answers = []
  for (const line of [url, url, set, set]) answers.push(await ask(placeholders, line))
  const bodies = answers.map(({ body }) => body as { message: string; isResolved: boolean; resolvedAt: string | null })
  assert.deepEqual(
    bodies.map((body) => body.isResolved),
    [true, false, true, true],
  )
  assert.deepEqual(bodies[1], { message: 'Conversation unresolved successfully', isResolved: false, resolvedAt: null })
  assert.deepEqual(bodies[3], bodies[2])
})

test('a conversation is deleted by its path as well, with all its messages', async () => {
  const { placeholders } = await seed(server, baseUrl)
  const deleted = await ask(placeholders, '-X DELETE {host}/api/conversation/{conversation}')
  assert.deepEqual(deleted, { status: 200, body: { message: 'Conversation deleted successfully' } })
  const rest = await ask(placeholders, '-G {host}/api/conversation/messages -d conversationId={conversation}')
  assert.equal(rest.status, 404)
})

test('a line with -d and without -X is a POST', () => {
  const lines = ['quickstart', 'conversations'].flatMap((name) => examplesOf(readPage(name)))
  const posted = lines.filter(({ command }) => command.includes('-d ') && !/-[XG] /.test(command))
  assert.deepEqual(
    posted.map(({ command }) => readCommand(command).method),
    ['POST', 'POST', 'POST'],
  )
})

test('an answer that lacks a field, or holds another kind in it, is not as documented', () => {
  const documented = {
    _id: '507f1f77bcf86cd799439011',
    at: '2025-01-15T10:05:00.000Z',
    items: [{ phone: '+1234567890' }],
  }
  const good = { ...documented, more: 1 }
  const wrong = [{ _id: 'x' }, { at: '15 January' }, { items: [] }, { items: [{ phone: '123' }] }, { items: null }]
  assert.deepEqual(differencesFrom(documented, good), [])
  for (const fields of wrong) assert.equal(differencesFrom(documented, { ...good, ...fields }).length, 1)
  assert.deepEqual(differencesFrom({ message: 'Done' }, { message: 'done' }).length, 1)
  assert.deepEqual(differencesFrom(documented, { _id: documented._id }).length, 2)
})

test('the stand-in for curl sends what curl sends', { skip: !hasCurl }, async () => {
  const { url, received } = await recordingServer()
  for (const { command } of ['quickstart', 'conversations'].flatMap((name) => examplesOf(readPage(name)))) {
    const line = filled(command, { 'https://your-tether-instance.com': url })
    await curl(line)
    await standInForCurl(line)
    const [byCurl, byStandIn] = received.splice(0)
    assert.deepEqual(byStandIn, byCurl)
  }
})

function ask(placeholders: Record<string, string>, rest: string) {
  const line = `curl ${rest} -H "Authorization: Bearer {token}" -H "Content-Type: application/json"`
    .replaceAll('{host}', 'https://your-tether-instance.com')
    .replaceAll('{contact}', '507f1f77bcf86cd799439011')
    .replaceAll('{conversation}', '507f1f77bcf86cd799439030')
  return curl(filled(line, placeholders))
}

function filled(command: string, placeholders: Record<string, string>): string {
  return Object.entries(placeholders).reduce((line, [name, value]) => line.replaceAll(name, value), command)
}

async function recordingServer() {
  const received: unknown[] = []
  const recorder = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { 'content-type': contentType, authorization } = request.headers
      const body = Buffer.concat(chunks).toString()
      received.push({ method: request.method, url: request.url, contentType, authorization, body })
      response.end('{}')
    })
  })
  await new Promise<void>((resolve) => recorder.listen(0, '127.0.0.1', resolve))
  after(() => recorder.close())
  return { url: `http://127.0.0.1:${(recorder.address() as AddressInfo).port}`, received }
}
