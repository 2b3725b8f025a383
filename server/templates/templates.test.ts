import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newChannel, newColleague, newContact, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app } = await startApp()
const url = '/api/user/sms-templates'

async function add(person: Person, fields: object = {}) {
  const response = await person.call('POST', url, { name: 'Hello', template: 'Hello {{firstName}}', ...fields })
  assert.equal(response.statusCode, 201, response.body)
  return response.json()
}

async function namesFor(person: Person, query = ''): Promise<string[]> {
  return (await person.call('GET', `${url}${query}`)).json().map(({ name }: { name: string }) => name)
}

test('one’s own are one’s own, and what an admin shares is everybody’s', async () => {
  const ada = await newOrganization(app)
  const [rep, other] = [await newColleague(app, ada, 'SALES_REP'), await newColleague(app, ada, 'SALES_REP')]
  const own = await add(rep, { name: 'Mine' })
  assert.deepEqual([own.type, own.category, own.userId, own.isShared], ['sms', 'other', rep.user.id, false])
  const shared = await add(ada, { name: 'Ours', type: 'script', isShared: true })
  assert.deepEqual([shared.userId, shared.isShared, shared.createdBy], [null, true, ada.user.id])
  assert.deepEqual(await namesFor(rep), ['Mine', 'Ours'])
  assert.deepEqual(await namesFor(other), ['Ours'])
  assert.deepEqual(await namesFor(ada), ['Ours'])
  assert.deepEqual(await namesFor(rep, '?type=script'), ['Ours'])
  assert.deepEqual(await namesFor(rep, '/by-type/sms'), ['Mine'])
  const events = await eventsOf(ada, 'template.added')
  assert.deepEqual(
    events.map(({ subjectId }) => subjectId),
    [own._id, shared._id],
  )
})

test('one’s own is changed and deleted by oneself alone, a shared one by admins alone', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const [own, shared] = [await add(rep), await add(ada, { isShared: true })]
  const changed = await rep.call('PUT', `${url}/${own._id}`, { template: 'Hi {{firstName|there}}' })
  assert.deepEqual([changed.json().template, changed.json().name], ['Hi {{firstName|there}}', 'Hello'])
  assert.equal((await ada.call('PUT', `${url}/${own._id}`, { name: 'Taken' })).statusCode, 404)
  assert.equal((await ada.call('DELETE', `${url}/${own._id}`)).statusCode, 404)
  for (const refused of [
    await rep.call('PUT', `${url}/${shared._id}`, { name: 'Taken' }),
    await rep.call('DELETE', `${url}/${shared._id}`),
    await rep.call('PUT', `${url}/${own._id}`, { isShared: true }),
    await rep.call('POST', url, { name: 'Ours', template: 'Hi', isShared: true }),
  ]) {
    assert.deepEqual([refused.statusCode, refused.json().error.code], [403, 'role_not_allowed'])
  }
  assert.equal((await ada.call('PUT', `${url}/${shared._id}`, { isShared: false })).json().userId, ada.user.id)
  assert.equal((await rep.call('DELETE', `${url}/${own._id}`)).statusCode, 200)
  assert.equal((await rep.call('DELETE', `${url}/${own._id}`)).statusCode, 404)
  assert.deepEqual(await namesFor(rep), [])
})

test('a text that names what nobody knows is not kept', async () => {
  const ada = await newOrganization(app)
  const { _id: id } = await add(ada)
  for (const template of ['Hello {{nickname}}', 'Hello {{firstName']) {
    for (const response of [
      await ada.call('POST', url, { name: 'Hello', template }),
      await ada.call('PUT', `${url}/${id}`, { template }),
    ]) {
      assert.equal(response.statusCode, 400)
      assert.equal(response.json().error.details[0].field, 'template')
    }
  }
})

test('a preview shows what the contact would read, and what is missing', async () => {
  const ada = await newOrganization(app)
  const { _id: contactId, phoneNumber } = await newContact(ada, { firstName: 'Jane', lastName: null })
  const template =
    '{{fullName}}, {{phoneNumber}}: {{agentName}} of {{organizationName}} for {{lastName}} {{email|none}}'
  const response = await ada.call('POST', `${url}/preview`, { template, contactId })
  assert.deepEqual(response.json(), {
    content: `Jane, ${phoneNumber}: Ada Admin of Acme for {{lastName}} none`,
    missing: ['lastName'],
  })
  const eve = await newOrganization(app)
  assert.equal((await eve.call('POST', `${url}/preview`, { template, contactId })).statusCode, 404)
})

test('a message is sent from a template, and not while something is missing', async () => {
  const ada = await newOrganization(app)
  await ada.call('POST', '/api/channels', {
    type: 'sms',
    provider: 'simulator',
    name: 'Main',
    identifier: '+14155550177',
  })
  const { _id: contactId } = await newContact(ada, { firstName: 'Jane' })
  const { _id: templateId } = await add(ada, { template: 'Hello {{firstName}} {{lastName}}, {{email}}' })
  const send = () => ada.call('POST', '/api/messages/send', { contactId, templateId })
  const refused = await send()
  assert.deepEqual([refused.statusCode, refused.json().error.code], [422, 'variable_missing'])
  assert.match(refused.json().message, /\{\{lastName\}\}, \{\{email\}\}/)
  assert.deepEqual(
    refused.json().error.details.map(({ field }: { field: string }) => field),
    ['lastName', 'email'],
  )
  await ada.call('PATCH', `/api/contacts/${contactId}`, { lastName: '{{firstName}}', email: 'jane@example.com' })
  assert.equal((await send()).json().content, 'Hello Jane {{firstName}}, jane@example.com')
  const literal = await ada.call('POST', '/api/messages/send', { contactId, content: 'In {{braces}}' })
  assert.equal(literal.json().content, 'In {{braces}}')
})

test('a message of which a template leaves nothing is refused, and so is a blank template', async () => {
  const ada = await newOrganization(app)
  await newChannel(ada)
  const { _id: contactId } = await newContact(ada, { firstName: undefined })
  const { _id: templateId } = await add(ada, { template: '{{firstName|}}' })
  const refused = await ada.call('POST', '/api/messages/send', { contactId, templateId })
  assert.deepEqual([refused.statusCode, refused.json().error.details[0].field], [400, 'templateId'])
  assert.equal((await ada.call('POST', url, { name: 'Blank', template: ' \n ' })).statusCode, 400)
})

test('a stranger finds none of them', async () => {
  const ada = await newOrganization(app)
  const { _id: id } = await add(ada, { isShared: true })
  const eve = await newOrganization(app)
  for (const response of [
    await eve.call('GET', `${url}/${id}`),
    await eve.call('PUT', `${url}/${id}`, { name: 'Mine' }),
    await eve.call('DELETE', `${url}/${id}`),
  ]) {
    assert.deepEqual([response.statusCode, response.json().error.code], [404, 'template_not_found'])
  }
  assert.deepEqual(await namesFor(eve), [])
})

const categories = '/api/user/template-categories'

async function slugsOf(person: Person): Promise<string[]> {
  return (await person.call('GET', categories)).json().map(({ slug }: { slug: string }) => slug)
}

async function newCategories(ada: Person, ...names: string[]): Promise<string[]> {
  const ids: string[] = []
  for (const name of names) {
    const response = await ada.call('POST', categories, { name })
    assert.equal(response.statusCode, 201, response.body)
    ids.push(response.json()._id)
  }
  return ids
}

test('a category keeps its slug when it is renamed, and its templates go to other when it is deleted', async () => {
  const ada = await newOrganization(app)
  const [id] = (await newCategories(ada, 'Après-vente & co')) as [string]
  assert.deepEqual(await slugsOf(ada), ['apres-vente-co'])
  const template = await add(ada, { category: 'apres-vente-co' })
  assert.equal(template.category, 'apres-vente-co')
  assert.equal((await add(ada, { category: 'apres-vente-co', type: 'automation' })).category, 'other')
  const renamed = await ada.call('PUT', `${categories}/${id}`, { name: 'After sales' })
  assert.deepEqual([renamed.json().name, renamed.json().slug], ['After sales', 'apres-vente-co'])
  assert.equal((await ada.call('DELETE', `${categories}/${id}`)).statusCode, 200)
  assert.equal((await ada.call('DELETE', `${categories}/${id}`)).statusCode, 404)
  assert.equal((await ada.call('GET', `${url}/${template._id}`)).json().category, 'other')
  const refused = await ada.call('PUT', `${url}/${template._id}`, { category: 'apres-vente-co' })
  assert.equal(refused.json().error.details[0].field, 'category')
})

test('of a name there is one category, however often it is added at once', async () => {
  const ada = await newOrganization(app)
  const answers = await atOnce(5, () => ada.call('POST', categories, { name: 'Sales' }))
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode).filter((code) => code !== 409),
    [201],
  )
  assert.equal((await ada.call('POST', categories, { name: 'OTHER' })).statusCode, 409)
  assert.equal((await ada.call('POST', categories, { name: '!!!' })).statusCode, 400)
  assert.deepEqual(await slugsOf(ada), ['sales'])
})

test('categories are put into order; again changes nothing, and a stranger’s are not found', async () => {
  const ada = await newOrganization(app)
  const [, b, c] = await newCategories(ada, 'A', 'B', 'C')
  const reorder = (person: Person, categoryIds: unknown[]) =>
    person.call('POST', `${categories}/reorder`, { categoryIds })
  await reorder(ada, [c, b])
  assert.deepEqual(await slugsOf(ada), ['c', 'b', 'a'])
  const events = (await eventsOf(ada, 'templateCategory.updated')).length
  await reorder(ada, [c, b])
  assert.equal((await eventsOf(ada, 'templateCategory.updated')).length, events)
  const eve = await newOrganization(app)
  assert.equal((await reorder(eve, [c])).statusCode, 404)
  assert.equal((await eve.call('PUT', `${categories}/${b}`, { name: 'Mine' })).statusCode, 404)
  assert.equal((await eve.call('DELETE', `${categories}/${b}`)).statusCode, 404)
  assert.deepEqual(await slugsOf(eve), [])
})

test('a template has the shortcut that it was given, until it is taken away', async () => {
  const ada = await newOrganization(app)
  const fields = { name: 'Hours', template: 'We are open from nine to five.', shortcut: 'hours' }
  const added = (await ada.call('POST', url, fields)).json()
  assert.equal(added.shortcut, 'hours')
  const one = `${url}/${added._id}`
  assert.equal((await ada.call('PUT', one, { name: 'Opening hours' })).json().shortcut, 'hours')
  assert.equal((await ada.call('PUT', one, { shortcut: null })).json().shortcut, null)
  const refused = await ada.call('PUT', one, { shortcut: 'two words' })
  assert.deepEqual([refused.statusCode, refused.json().error.details[0].field], [400, 'shortcut'])
})

test('a shortcut is one shared reply’s, and one of each user’s own', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const shared = await add(ada, { shortcut: 'hours', isShared: true })
  const own = await add(ada, { shortcut: 'hours' })
  await add(rep, { shortcut: 'hours' })
  for (const refused of [
    await ada.call('POST', url, { name: 'Again', template: 'Hi', shortcut: 'hours', isShared: true }),
    await ada.call('POST', url, { name: 'Again', template: 'Hi', shortcut: 'hours' }),
    await ada.call('PUT', `${url}/${own._id}`, { isShared: true }),
    await ada.call('PUT', `${url}/${shared._id}`, { isShared: false }),
  ]) {
    assert.deepEqual([refused.statusCode, refused.json().error.code], [409, 'shortcut_taken'], refused.body)
    assert.equal(refused.json().error.details[0].field, 'shortcut')
  }
  const results = await atOnce(5, () => rep.call('POST', url, { name: 'Bye', template: 'Bye', shortcut: 'bye' }))
  assert.equal(results.filter(({ statusCode }) => statusCode === 201).length, 1)
})

test('what a reply does besides is kept, changed and taken away', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const actions = { tags: ['vip'], assignTo: rep.user.id, isResolving: true }
  const { _id } = await add(ada, { actions })
  const read = async () => (await ada.call('GET', `${url}/${_id}`)).json().actions
  assert.deepEqual(await read(), actions)
  await ada.call('PUT', `${url}/${_id}`, { name: 'Another' })
  assert.deepEqual(await read(), actions)
  await ada.call('PUT', `${url}/${_id}`, { actions: { ...actions, assignTo: 'me' } })
  assert.equal((await read()).assignTo, 'me')
  await ada.call('PUT', `${url}/${_id}`, { actions: null })
  assert.equal(await read(), null)
  const stranger = await newOrganization(app)
  const theirs = { ...actions, assignTo: stranger.user.id }
  assert.equal((await ada.call('PUT', `${url}/${_id}`, { actions: theirs })).statusCode, 404)
})
