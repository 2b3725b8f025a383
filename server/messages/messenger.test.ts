import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newOrganization, until } from '../../test/factories.ts'
import { newMid, startFakeMeta } from '../../test/fake-meta.ts'
import { bodyOf, callWebhook, echo, from, newPage, newPageId } from '../../test/pages.ts'
import { picture } from '../../test/files.ts'

const { app } = await startApp({ worker: true })
const fake = await startFakeMeta()
after(() => fake.close())
after(() => assert.deepEqual(fake.mistakes, []))

const verify = (query: Record<string, string>) => app.inject({ method: 'GET', url: '/api/webhook/facebook', query })

test('Meta may call where a channel has the verify token that it says', async () => {
  const { credentials } = await newPage(app, fake)
  const asked = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444' }
  const verified = await verify({ ...asked, 'hub.verify_token': credentials.verifyToken })
  assert.equal(verified.statusCode, 200)
  assert.equal(verified.body, '1158201444')
  assert.match(String(verified.headers['content-type']), /text\/plain/)
  for (const token of ['', '%', `${credentials.verifyToken}x`, credentials.verifyToken.toUpperCase()])
    assert.equal((await verify({ ...asked, 'hub.verify_token': token })).statusCode, 403, token)
  const other = await verify({ ...asked, 'hub.mode': 'other', 'hub.verify_token': credentials.verifyToken })
  assert.equal(other.statusCode, 403)
})

test('two pages of one app have one verify token, and a changed one counts at once', async () => {
  const [one, other] = [
    await newPage(app, fake, { verifyToken: 'shared-token' }),
    await newPage(app, fake, { verifyToken: 'shared-token' }),
  ]
  const ask = (token: string) => verify({ 'hub.mode': 'subscribe', 'hub.challenge': '1', 'hub.verify_token': token })
  for (const { ada, channel, credentials } of [one, other]) {
    assert.equal((await ask('shared-token')).statusCode, 200)
    const changed = { credentials: { ...credentials, verifyToken: `new-${channel._id}` } }
    assert.equal((await ada.call('PUT', `/api/channels/${channel._id}`, changed)).statusCode, 200)
    assert.equal((await ask(`new-${channel._id}`)).statusCode, 200)
  }
  assert.equal((await ask('shared-token')).statusCode, 403)
})

test('what a person writes on the page is received once, however often Meta tells it', async () => {
  const { ada, pageId, person, tell, list } = await newPage(app, fake)
  const event = from(pageId, person, { message: { mid: newMid(), text: 'Is it still there? Grüße \u{1F44B}' } })
  const told = await atOnce(3, () => tell(event, event))
  assert.deepEqual(
    told.map(({ statusCode }) => statusCode),
    [200, 200, 200],
  )
  const messages = await list()
  assert.equal(messages.length, 1)
  assert.equal(messages[0]!.content, 'Is it still there? Grüße \u{1F44B}')
  assert.equal((await eventsOf(ada, 'message.received')).length, 1)
  assert.equal((await eventsOf(ada, 'contact.created')).length, 1)
})

test('the signature is over the bytes, escaped as Meta escapes them', async () => {
  const { pageId, person, list } = await newPage(app, fake)
  const body = `{"object":"page","entry":[{"id":"${pageId}","time":1,"messaging":[{"sender":{"id":"${person}"},"recipient":{"id":"${pageId}"},"timestamp":1,"message":{"mid":"m_1","text":"caf\\u00e9 \\/ th\\u00e9"}}]}]}`
  assert.equal((await callWebhook(app, fake.appSecret, body)).statusCode, 200)
  assert.equal((await list())[0]!.content, 'café / thé')
})

test('what is not signed with the app secret of the page is refused, and nothing of it is kept', async () => {
  const { ada, pageId, person } = await newPage(app, fake)
  const body = bodyOf(pageId, [from(pageId, person, { message: { mid: newMid(), text: 'Forged' } })])
  assert.equal((await callWebhook(app, 'another secret', body)).statusCode, 403)
  for (const header of ['', 'sha256=', 'sha1=00', `sha256=${'0'.repeat(64)}`])
    assert.equal((await callWebhook(app, fake.appSecret, body, { 'x-hub-signature-256': header })).statusCode, 403)
  const stranger = newPageId()
  const unknown = await callWebhook(app, fake.appSecret, bodyOf(stranger, [from(stranger, person, {})]))
  assert.equal(unknown.statusCode, 403)
  assert.equal(unknown.json().error.code, 'invalid_signature')
  for (const nothing of ['[]', '{', '{"object":"user","entry":[]}', '{"object":"page"}'])
    assert.equal((await callWebhook(app, fake.appSecret, nothing)).statusCode, 403, nothing)
  assert.deepEqual(await eventsOf(ada, 'message.received'), [])
})

test('one call tells of several pages, and those of another app are left out of it', async () => {
  const other = await startFakeMeta()
  after(() => other.close())
  const [one, two, foreign] = [await newPage(app, fake), await newPage(app, fake), await newPage(app, other)]
  const entry = [one, two, foreign].map(({ pageId, person }) => {
    return { id: pageId, time: 1, messaging: [from(pageId, person, { message: { mid: newMid(), text: 'Hi' } })] }
  })
  assert.equal((await callWebhook(app, fake.appSecret, JSON.stringify({ object: 'page', entry }))).statusCode, 200)
  assert.equal((await one.list()).length, 1)
  assert.equal((await two.list()).length, 1)
  assert.equal(await foreign.thread(), undefined)
})

test('what another app has in hand, and what nobody knows, is answered and left alone', async () => {
  const { ada, pageId, person, tell } = await newPage(app, fake)
  const body = JSON.stringify({
    object: 'page',
    entry: [{ id: pageId, time: 1, standby: [from(pageId, person, { message: { mid: newMid(), text: 'Not ours' } })] }],
  })
  assert.equal((await callWebhook(app, fake.appSecret, body)).statusCode, 200)
  const odd = [{}, { message: {} }, { message: { mid: '' } }, { account_linking: { status: 'linked' } }, { optin: {} }]
  assert.equal((await tell(...odd.map((each) => from(pageId, person, each)))).statusCode, 200)
  assert.equal((await tell({ message: { mid: newMid(), text: 'From nobody' } })).statusCode, 200)
  assert.deepEqual(await eventsOf(ada, 'message.received'), [])
})

test('a button that was pressed is what is written on it, and an answer says which message it answers', async () => {
  const { pageId, person, tell, write, list } = await newPage(app, fake)
  const mid = await write('First')
  await tell(from(pageId, person, { postback: { mid: newMid(), title: 'Book a drive', payload: 'BOOK' } }))
  await tell(
    from(pageId, person, {
      message: { mid: newMid(), text: 'Blue', quick_reply: { payload: 'C1' }, reply_to: { mid } },
    }),
  )
  const messages = await list()
  assert.deepEqual(
    messages.map(({ content }) => content),
    ['First', 'Book a drive', 'Blue'],
  )
  assert.equal(messages[2]!.replyToId, messages[0]!._id)
})

test('what was attached is fetched and kept by us, without our token going there', async () => {
  const { ada, pageId, person, tell, list } = await newPage(app, fake)
  const url = fake.addFile(await picture(), 'image/png')
  const sticker = fake.addFile(await picture(4, 4), 'image/png')
  const attachments = [
    { type: 'image', payload: { url } },
    { type: 'sticker', payload: { url: sticker, sticker_id: 369 } },
    { type: 'fallback', title: 'A car', payload: { url: 'https://example.com/car' } },
    { type: 'location', payload: { coordinates: { lat: 1.5, long: 2 } } },
  ]
  await tell(from(pageId, person, { message: { mid: newMid(), attachments } }))
  const stored = await until(async () => {
    const [message] = await list()
    const kept = message!.attachments as Array<{ key: string | null; signedUrl: string }>
    return kept.length === 2 && kept.every(({ key }) => key) && { message, kept }
  }, 'the attachments')
  assert.equal(stored.message!.content, 'A car https://example.com/car\nLocation: 1.5, 2')
  const read = await ada.call('GET', `/api/messages/attachment/${stored.kept[0]!.key}`)
  assert.equal(read.statusCode, 200)
  assert.deepEqual(read.rawPayload, await picture())
})

test('what a person answers in Meta’s own inbox stands in the thread once, and answers who waits', async () => {
  const { ada, pageId, person, tell, write, list, thread } = await newPage(app, fake)
  await write()
  assert.notEqual((await thread()).waitingSince, null)
  const event = echo(pageId, person, { mid: newMid(), text: 'I am on it', app_id: 263902037430900 })
  await Promise.all([tell(event), tell(event)])
  await tell(event)
  const [, answer, ...others] = await list()
  assert.deepEqual(others, [])
  assert.equal(answer!.content, 'I am on it')
  assert.deepEqual([answer!.direction, answer!.status, answer!.sentBy], ['outbound', 'sent', null])
  assert.equal((await thread()).waitingSince, null)
  assert.equal((await eventsOf(ada, 'message.sent')).length, 1)
  await tell(from(pageId, person, { read: { watermark: Date.now() } }))
  assert.equal((await list())[1]!.status, 'read')
})

test('a person whom the page wrote to first becomes a contact, and what was said before they wrote answers nothing', async () => {
  const { pageId, person, tell, write, list, thread } = await newPage(app, fake)
  await tell(echo(pageId, person, { mid: newMid(), text: 'Thank you for visiting' }, Date.now() - 60_000))
  await write('Who is that?')
  await tell(echo(pageId, person, { mid: newMid(), text: 'Late news' }, Date.now() - 30_000))
  assert.equal((await list()).length, 3)
  assert.notEqual((await thread()).waitingSince, null)
})

test('a reaction shows on its message until it is taken back, whatever comes first', async () => {
  const { ada, pageId, person, tell, write, list } = await newPage(app, fake)
  const mid = await write()
  const at = Date.now()
  const react = (emoji: string, when: number) =>
    tell(from(pageId, person, { reaction: { mid, action: 'react', emoji, reaction: 'other' } }, when))
  await react('\u{1F60D}', at)
  await react('\u{1F60D}', at)
  assert.equal((await list())[0]!.reaction, '\u{1F60D}')
  await tell(from(pageId, person, { reaction: { mid, action: 'unreact' } }, at + 20))
  await react('\u{1F620}', at + 10)
  assert.equal((await list())[0]!.reaction, null)
  const types = (await eventsOf(ada, 'message.reacted', 'message.unreacted')).map(({ type }) => type)
  assert.deepEqual(types, ['message.reacted', 'message.unreacted'])
})

test('words that the person changed are changed here, and an older change that comes late is not', async () => {
  const { ada, pageId, person, tell, write, list, thread } = await newPage(app, fake)
  const mid = await write('Helo')
  const at = Date.now()
  await tell(from(pageId, person, { message_edit: { mid, text: 'Hello', num_edit: 2 } }, at))
  await tell(from(pageId, person, { message_edit: { mid, text: 'Hallo', num_edit: 1 } }, at - 5))
  const [message] = await list()
  assert.equal(message!.content, 'Hello')
  assert.ok(message!.editedAt)
  assert.equal((await thread()).latestMessage, 'Hello')
  assert.equal((await eventsOf(ada, 'message.edited')).length, 1)
})

test('by what way somebody came stands in the thread once, and an advertisement keeps the window open for longer', async () => {
  const { ada, pageId, person, tell, write, thread } = await newPage(app, fake)
  const referral = {
    source: 'ADS',
    type: 'OPEN_THREAD',
    ad_id: '42',
    ref: 'spring',
    ads_context_data: { ad_title: 'Spring sale' },
  }
  await write('Hello', { referral })
  const { _id, window } = await thread()
  const days = (Date.parse(window.closesAt) - Date.now()) / 86_400_000
  assert.ok(days > 6.9 && days <= 7, String(days))
  const event = from(
    pageId,
    person,
    { referral: { source: 'SHORTLINK', type: 'OPEN_THREAD', ref: 'qr' } },
    Date.now() - 1000,
  )
  await tell(event)
  await tell(event)
  const { notes } = (await ada.call('GET', `/api/conversation/${_id}/notes`)).json()
  const contents = notes.map(({ content }: { content: string }) => content).toSorted()
  assert.deepEqual(contents, [
    'Came by a link: reference qr.',
    'Came by an advertisement: Spring sale, ad 42, reference spring.',
  ])
  assert.equal((await eventsOf(ada, 'conversation.referred')).length, 2)
})

test('what Meta does about the page is told on the channel', async () => {
  const { ada, pageId, tell, channel } = await newPage(app, fake)
  const trouble = async () => (await ada.call('GET', `/api/channels/${channel._id}`)).json().trouble
  const notice = (told: object) => tell({ recipient: { id: pageId }, timestamp: Date.now(), policy_enforcement: told })
  await notice({ action: 'block', reason: 'The page sends spam' })
  assert.match(await trouble(), /The page sends spam/)
  await notice({ action: 'unblock' })
  assert.equal(await trouble(), null)
})

test('the name and the picture of the person are asked for once, and fill only what is empty', async () => {
  const { ada, pageId, person, write, tell, thread } = await newPage(app, fake)
  const url = fake.addFile(await picture(), 'image/png')
  fake.profiles.set(person, { first_name: 'Peter', last_name: 'Chang', profile_pic: url })
  await write()
  const { contact } = await thread()
  const read = async () => (await ada.call('GET', `/api/contacts/${contact._id}`)).json().data
  await until(async () => (await read()).firstName === 'Peter', 'the name')
  assert.equal((await read()).lastName, 'Chang')
  const documents = await until(async () => {
    const found = (await ada.call('GET', `/api/contacts/${contact._id}/documents`)).json()
    return found.documents?.length > 0 && found.documents
  }, 'the picture')
  assert.equal(documents[0].documentType, 'Profile picture')
  await tell(from(pageId, person, { message: { mid: newMid(), text: 'Again' } }))
  assert.equal(fake.asked.filter((each) => each === `GET /v25.0/${person}`).length, 1)
})

test('a channel without secrets is refused, and none of them is ever shown', async () => {
  const ada = await newOrganization(app)
  const page = { type: 'facebook', provider: 'messenger', name: 'Page', identifier: newPageId() }
  const refused = await ada.call('POST', '/api/channels', { ...page, credentials: { pageToken: 'x' } })
  assert.equal(refused.statusCode, 400)
  const { credentials, channel, ada: owner } = await newPage(app, fake)
  const seen = `${(await owner.call('GET', `/api/channels/${channel._id}`)).body}${(await owner.call('GET', '/api/event-logs?size=1000')).body}`
  for (const secret of Object.values(credentials)) assert.ok(!seen.includes(secret))
})
