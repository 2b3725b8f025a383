import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { until } from '../../test/factories.ts'
import { startFakeMeta } from '../../test/fake-meta.ts'
import { listen, openSocket } from '../../test/live.ts'
import { age, newPage } from '../../test/pages.ts'

const { app, db } = await startApp()
const url = await listen(app)
const fake = await startFakeMeta()
after(() => fake.close())
after(() => assert.deepEqual(fake.mistakes, []))

test('the person sees that somebody writes to them, while one may write', async () => {
  const [open, closed] = [await newPage(app, fake), await newPage(app, fake)]
  for (const page of [closed, open]) await page.write()
  await age(db, closed, 25)
  for (const page of [closed, open]) {
    const socket = await openSocket(url, page.ada)
    socket.say({ type: 'typing', conversationId: (await page.thread())._id })
  }
  await until(async () => fake.typing.length > 0, 'the sign')
  assert.deepEqual(fake.typing, [{ pageId: open.pageId, to: open.person }])
})
