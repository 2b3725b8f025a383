import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newChannel, newContact, newInbound, newOrganization } from '../../test/factories.ts'
import { listen, openSocket, openStream } from '../../test/live.ts'

const { app } = await startApp()
const url = await listen(app)

test('what happens is told on both doors, in order, as the log answers it', async () => {
  const ada = await newOrganization(app)
  const stream = await openStream(url, ada)
  const socket = await openSocket(url, ada)
  const channel = await newChannel(ada)
  await newInbound(ada, channel)

  for (const ear of [stream, socket]) await ear.untilType('message.received')
  const { events } = (await ada.call('GET', '/api/event-logs')).json<{ events: Array<{ position: number }> }>()
  const since = events.filter(({ position }) => position > socket.heard[0]!.position)
  assert.deepEqual(stream.heard, since)
  assert.deepEqual(socket.heard.slice(-since.length), since)
  assert.equal(stream.lastId, String(events.at(-1)!.position))
  await Promise.all([stream.close(), socket.close()])
})

test('who was away goes on from the cursor', async () => {
  const ada = await newOrganization(app)
  const first = await openStream(url, ada, '?after=0')
  await newContact(ada)
  await first.untilType('contact.created')
  await first.close()
  await newContact(ada)
  const again = await openStream(url, ada, '?after=0', { 'last-event-id': first.lastId })
  await newContact(ada)
  await again.untilType('contact.created', 2)
  assert.deepEqual(again.types(), ['contact.created', 'contact.created'])
  await again.close()
})
