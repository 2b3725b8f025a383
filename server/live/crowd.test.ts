import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { connect, listen } from '../../test/live.ts'
import { createApp } from '../platform/http.ts'
import type { House } from './house.ts'
import { liveSockets } from './sockets.ts'

const { db, config, log } = await startApp()
const app = createApp({ db, log, config: { ...config, jwtSecret: 'a secret' }, keyOwner: () => undefined })
const anybody = { mayTry: () => true, welcome: () => Promise.resolve(undefined) }
liveSockets(app, {} as House, [anybody], log, 3)
after(() => app.close())
const url = await listen(app)

test('whoever only holds sockets open keeps nobody else out', async () => {
  const idle = [await connect(url), await connect(url), await connect(url)]
  const quick = await connect(url)
  await idle[0]!.untilType('closed')
  quick.say({ type: 'hello', token: 'nonsense' })
  await quick.untilType('closed')
  assert.equal(quick.closed?.code, 4401)
  assert.ok(idle.slice(1).every(({ closed }) => closed === undefined))
  await Promise.all(idle.slice(1).map((ear) => ear.close()))
})
