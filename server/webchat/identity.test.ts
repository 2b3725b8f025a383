import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { contradictions } from '../../test/contradictions.ts'
import { atOnce, eventsOf, newOrganization } from '../../test/factories.ts'
import { identityOf, newVisitor, newWebchat, speakingFor, visit } from '../../test/webchat.ts'
import type { Visitor, Webchat } from '../../test/webchat.ts'

const { app, db } = await startApp()

async function newShop(fields: object = {}) {
  const ada = await newOrganization(app)
  return { ada, webchat: await newWebchat(ada, fields) }
}

async function known(webchat: Webchat, sub: string, session: object = {}) {
  const identity = await identityOf(sub, webchat.identitySecret, { name: `${sub} Doe` })
  return newVisitor(app, webchat, { identity, ...session })
}

async function words(visitor: Pick<Visitor, 'call'>) {
  const { messages } = (await visitor.call('GET', '/api/webchat/messages')).json()
  return messages.map(({ content }: { content: string }) => content)
}

test('who becomes known takes along what was said before, under another secret', async () => {
  const { ada, webchat } = await newShop()
  const anonymous = await newVisitor(app, webchat)
  await anonymous.say('Before')
  const jane = await known(webchat, 'jane', { webchatId: anonymous.webchatId })
  assert.ok(jane.isKnown)
  assert.notEqual(jane.webchatId, anonymous.webchatId)
  assert.deepEqual(await words(jane), ['Before'])
  assert.equal((await anonymous.say('Still me?')).statusCode, 401, 'the old secret is dead')
  const [contact] = (await ada.call('GET', '/api/contacts')).json().data
  assert.deepEqual([contact.firstName, contact.lastName], ['jane', 'Doe'])
})

test('on another device the same person has the same conversation, and what was anonymous there is joined to it', async () => {
  const { ada, webchat } = await newShop()
  const laptop = await known(webchat, 'jane')
  await laptop.say('From the laptop')
  const phone = await newVisitor(app, webchat)
  const clientId = randomUUID()
  const first = await phone.say('From the phone', { clientId })
  const onPhone = await known(webchat, 'jane', { webchatId: phone.webchatId })
  assert.deepEqual(await words(onPhone), ['From the laptop', 'From the phone'])
  assert.deepEqual(await words(laptop), ['From the laptop', 'From the phone'])
  const again = await onPhone.say('From the phone', { clientId })
  assert.deepEqual([again.statusCode, again.json().id], [200, first.json().id], 'sent again after it became known')
  assert.equal((await ada.call('GET', '/api/contacts')).json().data.length, 1)
  assert.equal((await eventsOf(ada, 'contact.merged')).length, 1)
  const found = await contradictions(db, ada.user.organizationId)
  assert.deepEqual(
    found.filter((each) => !each.startsWith('the reports')),
    [],
    'no worker counts here',
  )
})

test('a person who had said nothing yet begins with what was anonymous', async () => {
  const { webchat } = await newShop()
  const laptop = await known(webchat, 'jane')
  const phone = await newVisitor(app, webchat)
  await phone.say('From the phone')
  await known(webchat, 'jane', { webchatId: phone.webchatId })
  assert.deepEqual(await words(laptop), ['From the phone'])
})

test('a session proven as one person and then as another begins anew', async () => {
  const { ada, webchat } = await newShop()
  const jane = await known(webchat, 'jane')
  await jane.say('Jane’s secret')
  const john = await known(webchat, 'john', { webchatId: jane.webchatId })
  await john.say('John here')
  assert.deepEqual(await words(john), ['John here'])
  assert.equal((await jane.say('Again')).statusCode, 401, 'the browser is John’s now')
  assert.equal((await eventsOf(ada, 'contact.merged')).length, 0)
  assert.deepEqual(await words(await known(webchat, 'jane')), ['Jane’s secret'])
})

test('of one contact with a known person, an anonymous visitor cannot carry its history to somebody else', async () => {
  const { ada, webchat } = await newShop()
  const jane = await known(webchat, 'jane')
  await jane.say('Jane’s secret')
  const anonymous = await newVisitor(app, webchat)
  await anonymous.say('Whose am I?')
  const [one, two] = (await eventsOf(ada, 'contact.created')).map(({ subjectId }) => subjectId)
  const merged = await ada.call('POST', '/api/contacts/merge', { sourceId: two, targetId: one })
  assert.equal(merged.statusCode, 200, merged.body)
  const john = await known(webchat, 'john', { webchatId: anonymous.webchatId })
  assert.deepEqual(await words(john), [])
})

test('who never proved to be a known person reads nothing of theirs, also when staff have merged the two', async () => {
  const { ada, webchat } = await newShop()
  const jane = await known(webchat, 'jane')
  await jane.say('Jane’s secret')
  const stranger = await newVisitor(app, webchat)
  await stranger.call('PUT', '/api/webchat/form', { name: 'Jane Doe' })
  await stranger.say('I am Jane, really')
  const [one, two] = (await eventsOf(ada, 'contact.created')).map(({ subjectId }) => subjectId)
  const merged = await ada.call('POST', '/api/contacts/merge', { sourceId: two, targetId: one })
  assert.equal(merged.statusCode, 200, merged.body)
  const asked = await stranger.call('GET', '/api/webchat/messages')
  assert.deepEqual([asked.statusCode, asked.json().error?.code], [401, 'session_ended'])
  assert.equal((await stranger.say('Tell me more')).statusCode, 401)
  assert.deepEqual(await words(jane), ['Jane’s secret', 'I am Jane, really'])
  const proven = await known(webchat, 'jane', { webchatId: stranger.webchatId })
  assert.deepEqual(await words(proven), ['Jane’s secret', 'I am Jane, really'])
})

test('two users of a site whose ids differ by a blank are not one person', async () => {
  const { webchat } = await newShop()
  await (await known(webchat, 'jane')).say('Jane’s secret')
  for (const sub of [' jane', 'jane ', 'jane\n', '\u0000jane']) {
    const answer = await visit(app, webchat, { identity: await identityOf(sub, webchat.identitySecret) })
    assert.equal(answer.statusCode, 401, JSON.stringify(sub))
  }
})

test('what nobody of this webchat has signed in time is not believed', async () => {
  const { ada, webchat } = await newShop()
  const other = await newWebchat(ada)
  const { identitySecret: secret } = webchat
  const [header, claims] = [{ alg: 'none' }, { sub: 'jane', exp: Math.floor(Date.now() / 1000) + 60 }]
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const refused = {
    'signed by another webchat': await identityOf('jane', other.identitySecret),
    'signed with the public key': await identityOf('jane', webchat.key),
    'of another algorithm': await identityOf('jane', secret, { alg: 'HS512' }),
    'without a signature': `${part(header)}.${part(claims)}.`,
    expired: await identityOf('jane', secret, { seconds: -60 }),
    'good for too long': await identityOf('jane', secret, { seconds: 7200 }),
    'of nobody': await identityOf('', secret),
    nonsense: 'nonsense',
  }
  for (const [what, identity] of Object.entries(refused)) {
    const answer = await visit(app, webchat, { identity })
    assert.deepEqual([answer.statusCode, answer.json().error.code], [401, 'invalid_identity'], what)
  }
})

test('a token shown twice is the same person twice, and never another session’s secret', async () => {
  const { webchat } = await newShop()
  const identity = await identityOf('jane', webchat.identitySecret)
  const [one, two] = await atOnce(2, () => newVisitor(app, webchat, { identity }))
  assert.equal(one!.id, two!.id)
  assert.notEqual(one!.webchatId, two!.webchatId)
})

test('it is told whether whoever comes is still the person who was there before', async () => {
  const { webchat } = await newShop()
  const asked = async (sub: string | undefined, webchatId?: string) => {
    const identity = sub && (await identityOf(sub, webchat.identitySecret))
    const answer = await visit(app, webchat, { ...(identity && { identity }), ...(webchatId && { webchatId }) })
    return answer.json<{ webchatId: string; isContinued: boolean }>()
  }
  const anonymous = await asked(undefined)
  const jane = await asked('jane', anonymous.webchatId)
  const again = await asked('jane', jane.webchatId)
  const john = await asked('john', again.webchatId)
  const late = await asked('jane', anonymous.webchatId)
  assert.deepEqual(
    [anonymous, jane, again, john, late].map(({ isContinued }) => isContinued),
    [true, true, true, false, false],
  )
})

test('two windows that become known at once are one person', async () => {
  const { ada, webchat } = await newShop()
  const anonymous = await newVisitor(app, webchat)
  await anonymous.say('Before')
  const both = await atOnce(2, () => known(webchat, 'jane', { webchatId: anonymous.webchatId }))
  assert.equal(new Set(both.map(({ id }) => id)).size, 1)
  for (const each of both) assert.deepEqual(await words(each), ['Before'])
  assert.equal((await ada.call('GET', '/api/contacts')).json().data.length, 1)
})

test('what is written while a visitor becomes known is not lost', async () => {
  const { webchat } = await newShop()
  const laptop = await known(webchat, 'jane')
  await laptop.say('From the laptop')
  const phone = await newVisitor(app, webchat)
  const [said, became] = await Promise.all([
    phone.say('At this moment'),
    known(webchat, 'jane', { webchatId: phone.webchatId }),
  ])
  const isThere = (await words(became)).includes('At this moment')
  assert.equal(isThere, said.statusCode === 201, said.body)
})

test('the secret before a rotation is good for a day, and the one before that is not', async () => {
  const { ada, webchat } = await newShop()
  const rotate = async () => {
    const answer = await ada.call('POST', `/api/webchats/${webchat.id}/identity-secret`)
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json().identitySecret as string
  }
  const second = await rotate()
  for (const secret of [webchat.identitySecret, second]) {
    assert.equal((await visit(app, webchat, { identity: await identityOf('jane', secret) })).statusCode, 201)
  }
  await rotate()
  const first = await visit(app, webchat, { identity: await identityOf('jane', webchat.identitySecret) })
  assert.equal(first.statusCode, 401)
  const shown = await ada.call('GET', `/api/webchats/${webchat.id}`)
  assert.ok(!shown.body.includes('wcs_'), 'a secret is told once')
})

test('where only known visitors may write, nobody else begins', async () => {
  const { ada, webchat } = await newShop()
  const before = await newVisitor(app, webchat)
  await ada.call('PUT', `/api/webchats/${webchat.id}`, { identity: { isRequired: true } })
  assert.equal((await visit(app, webchat)).json().error.code, 'identity_required')
  assert.equal((await before.say('Hello')).json().error.code, 'identity_required')
  const jane = await known(webchat, 'jane', { webchatId: before.webchatId })
  assert.equal((await jane.say('Hello')).statusCode, 201)
  const again = await visit(app, webchat, { webchatId: jane.webchatId })
  assert.equal(again.statusCode, 200, 'a proven session goes on')
  assert.equal((await speakingFor(app, jane.webchatId).say('More')).statusCode, 201)
})
