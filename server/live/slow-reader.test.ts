import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'

import { startApp } from '../../test/app.ts'
import { newOrganization, until } from '../../test/factories.ts'
import { listen, openSocket, openStream } from '../../test/live.ts'
import type { SocketEar, StreamEar } from '../../test/live.ts'
import { transact } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'

const server = await startApp()
const { app, db } = server
const url = await listen(app)

const count = 20_000
const text = 'x'.repeat(1000)

test('who does not read holds up nobody, takes no memory for it, and hears everything once it reads again', async () => {
  const ada = await newOrganization(app)
  const { organizationId } = ada.user
  const stream: StreamEar = await openStream(url, ada, '?after=0')
  const socket: SocketEar = await openSocket(url, ada, { after: 0 })
  const quick = await openStream(url, ada, '?after=0')
  stream.response.pause()
  socket.socket.pause()

  for (let written = 0; written < count; written += 1000) await fill(organizationId, 1000)
  await quick.untilType('thing.happened', count)
  const { tether_live_reading_up: readingUp } = await metrics()
  assert.equal(readingUp, 2)
  // Of 20 MB that wait for each; what the system itself holds for them is not ours.
  assert.ok(waitingBytes() < 2_000_000, String(waitingBytes()))

  stream.response.resume()
  socket.socket.resume()
  for (const ear of [stream, socket]) {
    await ear.untilType('thing.happened', count)
    const positions = ear.heard.filter(({ type }) => type === 'thing.happened').map(({ position }) => position)
    assert.deepEqual(
      positions,
      positions.map((_, index) => positions[0]! + index),
    )
  }
  await until(async () => (await metrics())['tether_live_reading_up'] === 0)
  await Promise.all([stream.close(), socket.close(), quick.close()])
})

test('what is open is counted, and no more once it is closed', async () => {
  const ada = await newOrganization(app)
  const ears = [await openStream(url, ada), await openSocket(url, ada)]
  await until(async () => (await metrics())['tether_live_sockets'] === 1)
  assert.equal((await metrics())['tether_live_streams'], 1)
  await Promise.all(ears.map((ear) => ear.close()))
  await until(async () => {
    const found = await metrics()
    return found['tether_live_sockets'] === 0 && found['tether_live_streams'] === 0
  })
})

/** Of all connections of the server in this process. */
function waitingBytes(): number {
  const handles = (process as unknown as { _getActiveHandles: () => object[] })._getActiveHandles()
  return handles.reduce(
    (sum, handle) => sum + ('writableLength' in handle && 'server' in handle ? Number(handle.writableLength) : 0),
    0,
  )
}

async function metrics(): Promise<Record<string, number>> {
  const { body } = await app.inject('/metrics')
  const lines = body.split('\n').filter((line) => line.startsWith('tether_live'))
  return Object.fromEntries(lines.map((line) => [line.split(' ')[0]!, Number(line.split(' ')[1])]))
}

async function fill(organizationId: string, things: number): Promise<void> {
  const rows = Array.from({ length: things }, () => ({ id: newId(), text }))
  await transact(db, (trx) => record(trx, { organizationId, type: 'system', id: null }, 'thing.happened', rows))
  await setTimeout(5)
}
