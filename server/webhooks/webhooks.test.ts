import assert from 'node:assert/strict'
import { test } from 'node:test'

import { Webhook } from 'standardwebhooks'

import { startApp } from '../../test/app.ts'
import { eventsOf, newColleague, newContact, newOrganization } from '../../test/factories.ts'
import { hear, later, newReceiver, newWebhook, refuse, tellDue } from '../../test/webhooks.ts'
import type { Told } from '../../test/webhooks.ts'
import { ok } from '../../test/whole-person.ts'

const server = await startApp({ config: { privateWebhooks: true } })
const strict = await startApp({})
const { app, db } = server
const url = 'https://hooks.example.com/tether'

test('a webhook is created with a secret, which is shown then and kept unreadable', async () => {
  const ada = await newOrganization(app)
  const fields = { url, description: 'Our ledger', types: ['message.*', 'contact.created', 'message.*'] }
  const { webhook, secret } = await ok(ada, 'POST', '/api/webhooks', fields)
  assert.deepEqual(
    [webhook.url, webhook.description, webhook.types, webhook.isDisabled],
    [url, 'Our ledger', ['message.*', 'contact.created'], false],
  )
  assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/)
  assert.deepEqual(await ok(ada, 'GET', `/api/webhooks/${webhook._id}`), webhook)
  assert.deepEqual((await ok(ada, 'GET', '/api/webhooks')).webhooks, [webhook])
  const kept = await db
    .selectFrom('webhookSecrets')
    .selectAll()
    .where('organizationId', '=', ada.user.organizationId)
    .execute()
  assert.equal(kept.length, 1)
  const everywhere = JSON.stringify([kept, await eventsOf(ada), webhook])
  assert.ok(!everywhere.includes(secret.slice(6)))
  const [shown] = (await ok(ada, 'GET', `/api/webhooks/${webhook._id}/secrets`)).secrets
  assert.equal(shown.secret, secret)
  const { auditLogs } = await ok(ada, 'GET', '/api/audit-logs?action=webhook.revealed')
  assert.deepEqual([auditLogs.length, auditLogs[0].subjectId], [1, webhook._id])
})

test('changing a webhook to what it is changes nothing; switching it off and on leaves an event each', async () => {
  const ada = await newOrganization(app)
  const { webhookId } = await newWebhook(ada, { url })
  const change = (changes: object) => ok(ada, 'PATCH', `/api/webhooks/${webhookId}`, changes)
  await change({ url, types: [], isDisabled: false })
  const renamed = await change({ description: 'Ledger', types: ['contact.*'] })
  assert.deepEqual([renamed.description, renamed.types], ['Ledger', ['contact.*']])
  const off = await change({ isDisabled: true })
  assert.deepEqual([off.isDisabled, off.disabledReason], [true, 'admin'])
  await change({ isDisabled: true })
  const on = await change({ isDisabled: false })
  assert.deepEqual([on.isDisabled, on.disabledReason], [false, null])
  const types = (await eventsOf(ada)).map(({ type }) => type).filter((type) => type.startsWith('webhook.'))
  assert.deepEqual(types, ['webhook.created', 'webhook.updated', 'webhook.disabled', 'webhook.enabled'])
})

test('a deleted webhook is gone, once', async () => {
  const ada = await newOrganization(app)
  const { webhookId } = await newWebhook(ada, { url })
  await ok(ada, 'DELETE', `/api/webhooks/${webhookId}`)
  assert.equal((await ada.call('DELETE', `/api/webhooks/${webhookId}`)).statusCode, 404)
  assert.equal((await ada.call('GET', `/api/webhooks/${webhookId}/deliveries`)).statusCode, 404)
  assert.equal((await eventsOf(ada, 'webhook.deleted')).length, 1)
})

test('webhooks are for admins, and another organization’s do not exist', async () => {
  const ada = await newOrganization(app)
  const eve = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const { webhookId } = await newWebhook(ada, { url })
  assert.equal((await rep.call('GET', '/api/webhooks')).statusCode, 403)
  for (const path of ['', '/secrets', '/deliveries']) {
    assert.equal((await eve.call('GET', `/api/webhooks/${webhookId}${path}`)).statusCode, 404)
  }
  assert.equal((await eve.call('POST', `/api/webhooks/${webhookId}/test`)).statusCode, 404)
})

test('addresses that would never do are refused at once', async () => {
  const ada = await newOrganization(strict.app)
  const bad = [
    'ftp://example.com/',
    'http://example.com/',
    'example.com',
    'javascript:alert(1)',
    'https://user:password@example.com/',
    'https://example.com/#here',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://10.1.2.3:8443/',
    'https://169.254.169.254/latest/meta-data/',
    'https://localhost/',
    'https://api.localhost./',
  ]
  for (const each of bad) {
    const answer = await ada.call('POST', '/api/webhooks', { url: each })
    assert.equal(answer.statusCode, 400, each)
    assert.equal(answer.json().error.details[0].field, 'url', each)
  }
  const metadata = await (await newOrganization(app)).call('POST', '/api/webhooks', { url: 'http://169.254.169.254/' })
  assert.equal(metadata.statusCode, 400, 'also where private addresses are allowed')
})

test('types that there are not are refused', async () => {
  const ada = await newOrganization(app)
  for (const type of ['message.recieved', 'mesage.*', 'message', 'notification.*', 'twoFactor.enabled', '*.*']) {
    const answer = await ada.call('POST', '/api/webhooks', { url, types: ['contact.*', type] })
    assert.equal(answer.json().error?.details[0].field, 'types.1', type)
  }
})

test('an organization has fifty webhooks at most', async () => {
  const ada = await newOrganization(app)
  for (let count = 0; count < 50; count++) await newWebhook(ada, { url })
  const answer = await ada.call('POST', '/api/webhooks', { url })
  assert.deepEqual([answer.statusCode, answer.json().error.code], [409, 'too_many_webhooks'])
})

test('nor has it more when many are created at once', async () => {
  const ada = await newOrganization(app)
  const add = () => ada.call('POST', '/api/webhooks', { url: 'https://hooks.invalid/one' })
  for (let count = 0; count < 47; count++) await add()
  const answers = await Promise.all(Array.from({ length: 8 }, add))
  assert.equal(answers.filter(({ statusCode }) => statusCode === 201).length, 3)
})

test('while a secret takes the place of another, calls are signed with both; then with the new one alone', async (t) => {
  const receiver = await newReceiver(t)
  const ada = await newOrganization(app)
  const hook = await newWebhook(ada, { url: receiver.url, types: ['contact.created'] })
  const added = await ok(ada, 'POST', `/api/webhooks/${hook.webhookId}/secrets`, { othersExpireAfterHours: 2 })
  const tell = async (hour: number): Promise<Told> => {
    await newContact(ada)
    await hear(server, ada)
    await tellDue(server, hook, later(hour))
    return receiver.told.at(-1)!
  }
  const headers = ({ headers: all }: Told) => all as Record<string, string>

  const during = await tell(0)
  assert.equal(String(during.headers['webhook-signature']).split(' ').length, 2)
  for (const secret of [hook.secret, added.secret]) new Webhook(secret).verify(during.body, headers(during))
  const after = await tell(3)
  assert.equal(String(after.headers['webhook-signature']).split(' ').length, 1)
  const timestamp = new Date(Number(after.headers['webhook-timestamp']) * 1000)
  assert.equal(new Webhook(added.secret).sign(after.id, timestamp, after.body), after.headers['webhook-signature'])

  const last = await ok(ada, 'POST', `/api/webhooks/${hook.webhookId}/secrets`, { othersExpireAfterHours: 0 })
  const { secrets } = await ok(ada, 'GET', `/api/webhooks/${hook.webhookId}/secrets`)
  assert.deepEqual(
    secrets.map(({ secret }: { secret: string }) => secret),
    [last.secret],
  )
})

test('a test is delivered at once and its answer shown, also while the webhook is switched off', async (t) => {
  const receiver = await newReceiver(t)
  const ada = await newOrganization(app)
  const hook = await newWebhook(ada, { url: receiver.url })
  await ok(ada, 'PATCH', `/api/webhooks/${hook.webhookId}`, { isDisabled: true })
  receiver.answer = (_request, response) => void response.writeHead(201).end('welcome')
  const { delivery, attempt } = await ok(ada, 'POST', `/api/webhooks/${hook.webhookId}/test`)
  assert.deepEqual([delivery.state, attempt.status, attempt.answer], ['delivered', 201, 'welcome'])
  const [told] = receiver.told
  const tested = new Webhook(hook.secret).verify(told!.body, told!.headers as Record<string, string>)
  assert.equal((tested as { type: string }).type, 'webhook.tested')

  receiver.answer = refuse(410)
  const refused = await ok(ada, 'POST', `/api/webhooks/${hook.webhookId}/test`)
  assert.deepEqual([refused.delivery.state, refused.attempt.status], ['givenUp', 410])
  assert.equal((await eventsOf(ada, 'webhook.tested')).length, 2)
})
