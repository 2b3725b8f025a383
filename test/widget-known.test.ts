import assert from 'node:assert/strict'
import { test } from 'node:test'

import { builtWidget } from '../widget/build.ts'
import { en } from '../widget/panel/words/en.ts'
import { launch, skip } from './widget/browser.ts'
import { newVisitor, writes } from './widget/visitor.ts'

const dist = await builtWidget()
const browser = await launch()
const closed = { isOpen: false, opensAt: null, timeZone: null, awayMessage: 'We are back at nine.' }

test('that nobody is there stands there before and after the first message', { skip }, async (t) => {
  const visitor = await newVisitor(t, browser!, dist, { settings: { hours: closed } })
  await visitor.bubble.click()
  await visitor.panel.getByText('We are back at nine.').waitFor()
  await writes(visitor, 'Hello')
  await visitor.panel.getByText('Sent', { exact: true }).waitFor()
  assert.equal(await visitor.panel.getByText('We are back at nine.').count(), 1)
})

test(
  'in Arabic our greeting is translated and stands on our side, and the title beside its avatar',
  { skip },
  async (t) => {
    const settings = { language: 'ar', greeting: en.greeting, name: 'Fern' }
    const { bubble, panel } = await newVisitor(t, browser!, dist, { settings })
    await bubble.click()
    await panel.getByText('مرحبًا').waitFor()
    const left = async (where: string) => (await panel.locator(where).boundingBox())!.x
    assert.ok((await left('.greeting .avatar')) > (await left('.greeting p')))
    const [title, avatar] = [
      await panel.locator('h1 bdi').boundingBox(),
      await panel.locator('header .avatar').boundingBox(),
    ]
    assert.ok(avatar!.x - (title!.x + title!.width) < 40)
  },
)

test('an identity that is refused is told to whoever makes the page', { skip }, async (t) => {
  const { fake, page } = await newVisitor(t, browser!, dist)
  const said = page.waitForEvent('console', (message) => message.text().includes('It has expired'))
  fake.refusals.set(`POST /${fake.key}/sessions`, { status: 401, code: 'invalid_identity', message: 'It has expired.' })
  await page.evaluate("tether('identify', 'old')")
  assert.equal((await said).type(), 'warning')
})
