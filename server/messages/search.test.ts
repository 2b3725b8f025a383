import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import { newChannel, newColleague, newContact, newInbound, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { newId } from '../platform/id.ts'

const { app, db } = await startApp()

interface Found {
  _id: string
  content: string
  places: Array<{ start: number; end: number }>
  conversation: { _id: string }
  contact: { _id: string; firstName: string }
}

test('a message is found by its words, with where they stand, whose it is and in which conversation', async () => {
  const ada = await newOrganization(app)
  const contact = await newContact(ada, { firstName: 'Grace' })
  const body = 'Is the RED car still there?'
  const { conversationId, messageId } = await newInbound(ada, await newChannel(ada), {
    from: contact.phoneNumber,
    body,
  })
  const [message, ...others] = await search(ada, 'red ca')
  assert.equal(others.length, 0)
  assert.deepEqual(
    [message!._id, message!.conversation._id, message!.contact.firstName],
    [messageId, conversationId, 'Grace'],
  )
  assert.deepEqual(
    message!.places.map(({ start, end }) => message!.content.slice(start, end)),
    ['RED', 'ca'],
  )
})

test('all of the words must stand in it; only the last may be half typed', async () => {
  const { ada } = await newTalk('a red car', 'a blue car', 'Redmond called')
  const found = async (q: string) => (await search(ada, q)).map(({ content }) => content)
  assert.deepEqual(await found('red'), ['Redmond called', 'a red car'])
  assert.deepEqual(await found('red car'), ['a red car'])
  assert.deepEqual(await found('car blue'), ['a blue car'])
  assert.deepEqual(await found('RED CA'), ['a red car'])
  assert.deepEqual(await found('ca red'), [])
  for (const nothing of ['!?', "' | zz:*", ':*', '%']) assert.deepEqual(await found(nothing), [], nothing)
})

test('words in quotation marks stand one after the other, and are whole', async () => {
  const { ada } = await newTalk('a red car', 'a car, red', 'red, car!', 'red carpet')
  const found = async (q: string) => (await search(ada, q)).map(({ content }) => content)
  assert.deepEqual(await found('"red car"'), ['red, car!', 'a red car'])
  assert.deepEqual(await found('“red car” a'), ['a red car'])
  assert.deepEqual(await found('"red ca'), ['red carpet', 'red, car!', 'a car, red', 'a red car'])
})

test('in any script a word is found beside any punctuation, and so is an emoji', async () => {
  const texts = {
    'dónde esta': '¿Dónde está? ok',
    quoted: 'the “quoted” one',
    "don't": 'I don’t know',
    MÜNCHEN: 'Grüße aus München',
    'Mu\u0308nchen': 'Nach München',
    مرحبا: 'مرحبا، كيف الحال',
    你好: '你好，世界',
    '😀': 'ok😀',
    'thanks bye': 'Thanks👍🏽bye',
    'a b': 'plan b or a',
    '50': 'it costs €50',
  }
  const { ada } = await newTalk(...Object.values(texts))
  for (const [q, content] of Object.entries(texts)) {
    const found = (await search(ada, q.replace('esta', 'está'))).map((each) => each.content)
    assert.ok(found.includes(content), `${q}: ${found.join(' | ')}`)
    assert.ok(found.length <= 2, `${q}: ${found.join(' | ')}`)
  }
})

test('a word with an apostrophe is one word, whichever apostrophe it has', async () => {
  const { ada } = await newTalk('I can’t come', "we can't", 'a can of tea', 'the can: t', 'can I take two?')
  for (const q of ["can't", 'can’t', 'CAN´T']) {
    const found = (await search(ada, q)).map(({ content }) => content)
    assert.deepEqual(found, ['the can: t', "we can't", 'I can’t come'], q)
  }
  const both = (await search(ada, "can't come")).map(({ content }) => content)
  assert.deepEqual(both, ['I can’t come'])
})

test('who types accents, umlauts or ß finds what was written without, and ß by ss', async () => {
  const texts = ['Cafe Muller', 'Café Mueller', 'cafe\u0301 zu', 'Straße', 'STRASSE', 'Ωμέγα ωμεγα', 'قلم', 'мой и мои']
  const { ada } = await newTalk(...texts)
  const found = async (q: string) => (await search(ada, q)).map(({ content }) => content).toReversed()
  assert.deepEqual(await found('café'), ['Cafe Muller', 'Café Mueller', 'cafe\u0301 zu'])
  assert.deepEqual(await found('Müller'), ['Cafe Muller', 'Café Mueller'])
  assert.deepEqual(await found('straße'), ['Straße', 'STRASSE'])
  assert.deepEqual(await found('strass'), ['Straße', 'STRASSE'])
  assert.deepEqual(await found('قَلَم'), ['قلم'])
  assert.deepEqual(await found('"café müller"'), ['Cafe Muller', 'Café Mueller'])
  assert.deepEqual(await found('мой'), ['мой и мои'])
})

test('where no spaces are written a word is found in the middle', async () => {
  const texts = ['你好，世界很大', '大世 界', 'hello世界', '世上无界', 'こんにちは東京', 'สวัสดีครับ', '학교에서 만나요']
  const { ada } = await newTalk(...texts)
  const found = async (q: string) => (await search(ada, q)).map(({ content }) => content).toReversed()
  assert.deepEqual(await found('世界'), ['你好，世界很大', '大世 界', 'hello世界'])
  assert.deepEqual(await found('世界 hello'), ['hello世界'])
  assert.deepEqual(await found('東京'), ['こんにちは東京'])
  assert.deepEqual(await found('ครับ'), ['สวัสดีครับ'])
  assert.deepEqual(await found('교에'), ['학교에서 만나요'])
  assert.deepEqual(await found('hell'), ['hello世界'])
})

test('what is one word when it is whole is found while it is typed: an address, a link, two with a hyphen', async () => {
  const texts = ['write to Jane@Example.com', 'see example.org/cars/red', 'by e-mail']
  const { ada } = await newTalk(...texts)
  const found = async (q: string) => (await search(ada, q)).map(({ content }) => content)
  for (const q of ['jane@exam', 'Jane@example.com']) assert.deepEqual(await found(q), [texts[0]], q)
  for (const q of ['example.org/ca', 'example.o']) assert.deepEqual(await found(q), [texts[1]], q)
  for (const q of ['e-ma', 'e-mail', 'mail']) assert.deepEqual(await found(q), [texts[2]], q)
})

test('one letter is the beginning of a word', async () => {
  const { ada } = await newTalk('a red car', 'blue')
  for (const [q, content] of Object.entries({ r: 'a red car', bl: 'blue', c: 'a red car' })) {
    const found = (await search(ada, q)).map((each) => each.content)
    assert.deepEqual(found, [content], q)
  }
})

test('what was sent is found as well, newest first, page by page', async () => {
  const { ada, conversationId } = await newTalk('about cars 1', 'about cars 2')
  await ada.call('POST', '/api/messages/send', { conversationId, content: 'about cars 3' })
  const first = (await ada.call('GET', '/api/messages/search?q=cars&size=2')).json()
  const rest = (await ada.call('GET', `/api/messages/search?q=cars&size=2&cursor=${first.nextCursor}`)).json()
  const contents = [...first.messages, ...rest.messages].map(({ content }: Found) => content)
  assert.deepEqual(contents, ['about cars 3', 'about cars 2', 'about cars 1'])
  assert.equal(rest.nextCursor, null)
})

test('it can be kept to one conversation or one contact', async () => {
  const { ada, channel, conversationId, contactId } = await newTalk('about cars')
  const other = await newInbound(ada, channel, { body: 'more about cars' })
  assert.deepEqual(await idsOf(ada, `cars&conversationId=${conversationId}`), [conversationId])
  assert.deepEqual(await idsOf(ada, `cars&contactId=${contactId}`), [conversationId])
  assert.deepEqual(await idsOf(ada, 'cars'), [other.conversationId, conversationId])
})

test('a rep finds what is theirs, and a stranger nothing', async () => {
  const { ada, channel, conversationId } = await newTalk('about cars')
  await newInbound(ada, channel, { body: 'more about cars' })
  const rep = await newColleague(app, ada, 'SALES_REP')
  assert.deepEqual(await idsOf(rep, 'cars'), [])
  await ada.call('PUT', `/api/conversation/${conversationId}`, { assignees: [rep.user.id] })
  assert.deepEqual(await idsOf(rep, 'cars'), [conversationId])
  assert.deepEqual(await idsOf(await newOrganization(app), 'cars'), [])
})

test('a word said long ago is found behind ten thousand newer messages, and goes on where the page ended', async () => {
  const { ada, conversationId } = await newTalk('an old zeppelin', 'another zeppelin', '老飞艇在这里')
  await fill(ada, conversationId, 10_005)
  await ada.call('POST', '/api/messages/send', { conversationId, content: 'a new zeppelin' })
  const contents = (found: { messages: Found[] }) => found.messages.map(({ content }) => content)
  const first = (await ada.call('GET', '/api/messages/search?q=zeppelin&size=2')).json()
  assert.deepEqual(contents(first), ['a new zeppelin', 'another zeppelin'])
  const rest = (await ada.call('GET', `/api/messages/search?q=zeppelin&size=2&cursor=${first.nextCursor}`)).json()
  assert.deepEqual(contents(rest), ['an old zeppelin'])
  assert.deepEqual((await search(ada, '飞艇')).length, 1)
})

async function newTalk(...said: string[]) {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const from = '+14155552671'
  const { conversationId, contactId } = await newInbound(ada, channel, { from, body: said[0] })
  for (const body of said.slice(1)) await newInbound(ada, channel, { from, body })
  return { ada, channel, conversationId, contactId }
}

/** Messages said just now, in one statement. */
async function fill({ user: { organizationId } }: Person, conversationId: string, messages: number): Promise<void> {
  const at = new Date()
  const ids = Array.from({ length: messages }, () => newId(at))
  await sql`
    insert into messages (organization_id, id, conversation_id, contact_id, channel_id, channel_type, direction, content,
      status, created_at, updated_at)
    select ${organizationId}, m.id, v.id, v.contact_id, v.channel_id, v.channel_type, 'inbound', 'Hello again',
      'delivered', ${at}::timestamptz, ${at}::timestamptz
    from unnest(${ids}::text[]) as m (id)
    join conversations v on v.organization_id = ${organizationId} and v.id = ${conversationId}
  `.execute(db)
}

async function search(person: Person, q: string): Promise<Found[]> {
  const response = await person.call('GET', `/api/messages/search?q=${encodeURIComponent(q)}`)
  assert.equal(response.statusCode, 200, response.body)
  return response.json().messages
}

async function idsOf(person: Person, query: string): Promise<string[]> {
  const { messages } = (await person.call('GET', `/api/messages/search?q=${query}`)).json()
  return messages.map(({ conversation }: Found) => conversation._id)
}
