import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newMid, startFakeMeta } from '../../test/fake-meta.ts'
import { from, newPage } from '../../test/pages.ts'

const { app } = await startApp({ worker: true })
const fake = await startFakeMeta()
after(() => fake.close())

const hour = 3_600_000
const said = (text: string) => ({ message: { mid: newMid(), text } })

test('a message that Meta tells hours late was written when Meta says, and the window counts from then', async () => {
  const page = await newPage(app, fake)
  const at = Date.now() - 20 * hour
  assert.equal((await page.tell(from(page.pageId, page.person, said('Hello'), at))).statusCode, 200)
  const [message] = await page.list()
  assert.equal(Date.parse(message!.createdAt), at)
  const { window, waitingSince } = await page.thread()
  assert.equal(Date.parse(window.closesAt), at + 24 * hour)
  assert.equal(Date.parse(waitingSince), at)
})

test('what comes later than it was written stands after what is there, and in no future', async () => {
  const page = await newPage(app, fake)
  const now = Date.now()
  await page.tell(from(page.pageId, page.person, said('First'), now - hour))
  await page.tell(from(page.pageId, page.person, said('Told late'), now - 5 * hour))
  await page.tell(from(page.pageId, page.person, said('Of tomorrow'), now + 24 * hour))
  const messages = await page.list()
  assert.deepEqual(
    messages.map(({ content }) => content),
    ['First', 'Told late', 'Of tomorrow'],
  )
  const [first, late, last] = messages.map(({ createdAt }) => Date.parse(createdAt))
  assert.equal(first, now - hour)
  assert.ok(late! > now - hour && late! < now - hour + 1000)
  assert.ok(last! >= now && last! <= Date.now())
})
