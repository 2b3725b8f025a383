import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newColleague, newOrganization } from '../../test/factories.ts'
import { listen, openSocket, openStream } from '../../test/live.ts'

const { app } = await startApp({ config: { liveConnections: { perUser: 2, perOrganization: 3 } } })
const url = await listen(app)

test('who has too many connections open is refused another until one is closed, on both doors together', async () => {
  const ada = await newOrganization(app)
  const [stream, socket] = [await openStream(url, ada), await openSocket(url, ada)]
  const refused = await openStream(url, ada)
  assert.equal(refused.response.statusCode, 429)
  assert.ok(Number(refused.response.headers['retry-after']) > 0)
  const closed = await openSocket(url, ada)
  await closed.untilType('closed')
  assert.equal(closed.closed?.code, 4429)

  await socket.close()
  const again = await openStream(url, ada)
  assert.equal(again.response.statusCode, 200)
  await Promise.all([stream.close(), again.close()])
})

test('an organization has its limit too, and others are not in its way', async () => {
  const [ada, eve] = [await newOrganization(app), await newOrganization(app)]
  const rep = await newColleague(app, ada, 'SALES_REP')
  const ears = [await openStream(url, ada), await openStream(url, ada), await openStream(url, rep)]
  assert.equal((await openStream(url, rep)).response.statusCode, 429)
  const hers = await openStream(url, eve)
  assert.equal(hers.response.statusCode, 200)
  await Promise.all([...ears, hers].map((ear) => ear.close()))
})
