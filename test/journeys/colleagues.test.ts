import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Page } from 'playwright-core'

import { sitDown, startDashboard } from '../dashboard.ts'
import { newChannel, newColleague, newInbound, newOrganization, until } from '../factories.ts'
import type { Person } from '../factories.ts'
import { launch, skip } from '../widget/browser.ts'
import { contentsOf, partsOf, rowOf, say, sendsAtOnce } from './at-desk.ts'

const { app, url } = await startDashboard()
const browser = (await launch())!

async function newPair(t: Parameters<typeof sitDown>[0], role: string) {
  const ada = await newOrganization(app)
  const ben = await newColleague(app, ada, role, { fullName: 'Ben Bright' })
  const channel = await newChannel(ada)
  const { conversationId } = await newInbound(ada, channel, { body: 'Who helps me?' })
  await ada.call('PUT', `/api/conversation/${conversationId}`, { assignees: [] })
  const desks = [
    await sitDown(t, browser, url, ada, { path: '/inbox?view=all' }),
    await sitDown(t, browser, url, ben, { path: '/inbox' }),
  ] as const
  const [{ page: adas }, { page: bens }] = desks
  const problems = () => desks.flatMap((desk) => desk.problems)
  return { ada, ben, channel, conversationId, desks, adas, bens, problems }
}

async function assign(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^(Unassigned|Assigned to)/ }).click()
  await page.getByRole('option', { name }).click()
  await page.keyboard.press('Escape')
}

function tab(page: Page, name: RegExp) {
  return page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name })
}

test(
  'what one assigns shows at the other at once: list, count, thread and bell; what is taken away is gone',
  { skip },
  async (t) => {
    const { adas, bens, problems } = await newPair(t, 'SALES_REP')
    await bens.getByText('Nothing is assigned to you').waitFor()
    await rowOf(adas, 'Who helps me?').click()
    await tab(adas, /^Unassigned ?1$/).waitFor()
    await assign(adas, 'Ben Bright')
    await tab(adas, /^Unassigned ?0$/).waitFor()
    await partsOf(adas).thread.getByText('You assigned Ben Bright').waitFor()

    await rowOf(bens, 'Who helps me?').waitFor()
    await tab(bens, /^Mine ?1$/).waitFor()
    await bens.getByRole('button', { name: 'Notifications: 1 new' }).click()
    await bens.getByText('Ada Admin assigned a conversation to you.').click()
    await partsOf(bens).thread.getByText('Ada Admin assigned you').waitFor()

    await assign(adas, 'Ben Bright')
    await bens.getByText('This conversation is not here').waitFor()
    await bens.getByText('Nothing is assigned to you').waitFor()
    await tab(bens, /^Mine ?0$/).waitFor()
    assert.equal(await bens.getByText('Who helps me?').count(), 0)
    assert.deepEqual(problems(), [])
  },
)

test('who looks and who writes is seen by the other, and no more once they leave', { skip }, async (t) => {
  const { adas, bens, problems } = await newPair(t, 'ADMIN')
  await bens.goto(`${url}/inbox?view=all`)
  for (const page of [adas, bens]) await rowOf(page, 'Who helps me?').click()
  await adas.getByText('Ben Bright is looking too').waitFor()
  await bens.getByText('Ada Admin is looking too').waitFor()
  await partsOf(bens).field.pressSequentially('I do')
  await partsOf(adas).thread.getByText('Ben Bright is writing a reply').waitFor()
  await partsOf(bens).field.fill('')
  await partsOf(adas).thread.getByText('Ben Bright is writing a reply').waitFor({ state: 'detached' })
  await bens.getByRole('link', { name: 'Contacts' }).click()
  await adas.getByText('Ben Bright is looking too').waitFor({ state: 'detached' })
  assert.deepEqual(problems(), [])
})

test('who sends after a colleague answered is asked first', { skip }, async (t) => {
  const { ada, ben, conversationId, adas, problems } = await newPair(t, 'ADMIN')
  await adas.evaluate(sendsAtOnce)
  await rowOf(adas, 'Who helps me?').click()
  const { thread, field } = partsOf(adas)
  await thread.getByText('Who helps me?').waitFor()
  await field.fill('I can.')
  await answer(ben, conversationId, 'I will help you.')
  await adas.getByText('Ben Bright answered while you were writing.').waitFor()
  await field.press('Enter')
  await adas.getByRole('button', { name: 'Send anyway' }).waitFor()
  assert.deepEqual(await contentsOf(ada, conversationId), ['Who helps me?', 'I will help you.'])
  await adas.getByRole('button', { name: 'Keep writing' }).click()
  await field.fill('As Ben said.')
  await field.press('Enter')
  await until(async () => (await contentsOf(ada, conversationId)).includes('As Ben said.'), 'what was sent after all')
  await say(adas, 'Next')
  await until(async () => (await contentsOf(ada, conversationId)).includes('Next'), 'what nobody came before')
  assert.deepEqual(problems(), [])
})

test('a machine whose clock is wrong by an hour warns of the same answers', { skip }, async (t) => {
  const ada = await newOrganization(app)
  const ben = await newColleague(app, ada, 'ADMIN', { fullName: 'Ben Bright' })
  const { conversationId } = await newInbound(ada, await newChannel(ada), { body: 'Who helps me?' })
  await answer(ben, conversationId, 'I did.')
  for (const hours of [1, -1]) {
    const { page } = await sitDown(t, browser, url, ada, { path: '/sign-in' })
    await page.clock.install({ time: Date.now() + hours * 3_600_000 })
    await page.clock.resume()
    await page.goto(`${url}/inbox/${conversationId}?view=all`)
    const { thread, field } = partsOf(page)
    await thread.getByText('I did.').waitFor()
    await field.fill('Can I?')
    assert.equal(await page.getByText('Ben Bright answered while you were writing.').count(), 0)
    await answer(ben, conversationId, `Done ${hours}`)
    await page.getByText('Ben Bright answered while you were writing.').waitFor()
    await field.fill('')
  }
})

async function answer(person: Person, conversationId: string, content: string): Promise<void> {
  const sent = await person.call('POST', '/api/messages/send', { conversationId, content })
  assert.equal(sent.statusCode, 200, sent.body)
}
