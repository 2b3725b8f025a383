import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { buildWeb } from '../app.ts'
import { startApp } from '../../test/app.ts'
import { onDatabase } from '../../test/database.ts'
import { newColleague, newContact, newOrganization, until } from '../../test/factories.ts'
import { listen, openSocket, openStream } from '../../test/live.ts'
import { createLog } from '../platform/log.ts'
import { Signals } from '../platform/signals.ts'

const server = await startApp()
const { app } = server
const otherSignals = new Signals(server.databaseUrl, createLog('silent'))
const otherApp = await buildWeb({ ...server, signals: otherSignals })
await otherSignals.connect()
const [url, otherUrl] = [await listen(app), await listen(otherApp)]
// What is recorded wakes through whichever was built last, so that it is the other process that has to be told.
after(async () => {
  await otherApp.close()
  await otherSignals.close()
})

test('what one process records the sockets of the other get, also when the listening connections break', async () => {
  const ada = await newOrganization(app)
  const ears = [await openSocket(url, ada), await openStream(otherUrl, ada)]
  await newContact(ada)
  for (const ear of ears) await ear.untilType('contact.created')

  await onDatabase(server.databaseUrl, (client) =>
    client.query(`select pg_terminate_backend(pid) ${listening}`).then(() => undefined),
  )
  await until(() => Promise.resolve(!server.signals.isListening && !otherSignals.isListening))
  await newContact(ada)
  await until(() => Promise.resolve(server.signals.isListening && otherSignals.isListening))
  await newContact(ada)
  for (const ear of ears) {
    await ear.untilType('contact.created', 3)
    const positions = ear.heard.filter(({ type }) => type === 'contact.created').map(({ position }) => position)
    assert.deepEqual(
      positions,
      positions.map((_, index) => positions[0]! + index),
    )
    await ear.close()
  }
})

test('who is there is known to all processes, also to one that begins to listen later', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const reps = await openSocket(otherUrl, rep)
  const adas = await openSocket(url, ada)
  await reps.until((heard) =>
    heard.some(({ type, actorId, isOnline }) => type === 'presence' && actorId === ada.user.id && isOnline === true),
  )
  await adas.until((heard) => JSON.stringify(heard).includes(rep.user.id))
  await reps.close()
  await adas.until((heard) => heard.some(({ type, isOnline }) => type === 'presence' && isOnline === false))
  await adas.close()
})

test('a user who is disabled in one process is out of the other at once', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const ears = [await openSocket(otherUrl, rep), await openStream(otherUrl, rep)] as const
  await ada.call('PUT', `/api/user/${rep.user.id}`, { loginDisabled: true })
  for (const ear of ears) await ear.until((heard) => heard.some(({ code }) => code === 'signed_out'))
  assert.equal((await ears[0].until(() => ears[0].closed !== undefined)).length > 0, true)
  assert.equal(ears[0].closed?.code, 4401)
})

test('a server that stops says so, and lets go of everybody', async () => {
  const ada = await newOrganization(app)
  const ears = [await openSocket(otherUrl, ada), await openStream(otherUrl, ada)]
  await otherApp.close()
  for (const ear of ears) await ear.until((heard) => heard.some(({ code }) => code === 'server_stopping'))
})

const listening = `from pg_stat_activity where application_name = 'tether signals' and datname = current_database()`
