import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newOrganization } from '../../test/factories.ts'
import { startMailServer } from '../../test/mail-server.ts'
import { transact } from './database.ts'
import { newId } from './id.ts'
import { mailTasks, sendMail } from './mail.ts'

const { app, db, tools } = await startApp()
const { organizationId } = (await newOrganization(app)).user

test('a mail asked for twice under one id is one, and however often its job runs it leaves once', async () => {
  const { server, deliver } = await newServer()
  const asked = await ask(2)
  await deliver(asked)
  await deliver(asked)
  assert.deepEqual([server.tries, server.received.length, server.received[0]?.to[0]], [1, 1, 'rita@example.com'])
  assert.match(server.received[0]!.text, /A secret word/)
  const row = await find(asked)
  assert.deepEqual([row.sentAt !== null, row.body], [true, null])
})

test('until it has left its text is sealed', async () => {
  const { body } = await find(await ask())
  assert.ok(body && !body.includes('secret'))
  assert.equal(tools.vault.open(body), 'A secret word')
})

test('what the server puts off, or cannot be brought to it, is tried again', async () => {
  const { server, deliver } = await newServer()
  const asked = await ask()
  server.answers.push({ refuseWith: 451 })
  await assert.rejects(deliver(asked), /did not take a mail/)
  await assert.rejects(
    mailTasks(db, { smtpUrl: 'smtp://127.0.0.1:1', mailFrom }, tools.vault)['send_mail']!(asked as never),
  )
  await deliver(asked)
  assert.equal(server.received.length, 1)
})

test('what the server refuses for good is not tried again', async () => {
  const { server, deliver } = await newServer()
  const asked = await ask()
  server.answers.push({ refuseWith: 550 })
  await deliver(asked)
  await deliver(asked)
  const row = await find(asked)
  assert.deepEqual([server.tries, row.sentAt, row.failedAt !== null], [1, null, true])
})

test('what may have been taken when the connection broke is not sent again', async () => {
  const { server, deliver } = await newServer()
  const asked = await ask()
  server.answers.push('hang up')
  await deliver(asked)
  await deliver(asked)
  const row = await find(asked)
  assert.deepEqual([server.tries, row.sentAt, row.failedAt !== null], [1, null, true])
})

const mailFrom = 'Tether <crm@example.com>'

async function newServer() {
  const server = await startMailServer()
  const tasks = mailTasks(db, { smtpUrl: server.url, mailFrom }, tools.vault)
  return { server, deliver: (asked: { id: string }) => tasks['send_mail']!(asked as never) }
}

async function ask(times = 1): Promise<{ organizationId: string; id: string }> {
  const asked = { organizationId, id: newId() }
  const mail = { to: 'rita@example.com', subject: 'Hello', text: 'A secret word' }
  for (let count = 0; count < times; count++) await transact(db, (trx) => sendMail(trx, tools.vault, asked, mail))
  return asked
}

function find({ id }: { id: string }) {
  return db
    .selectFrom('mails')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}
