import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newChannel, newContact, newInbound, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app } = await startApp()

const properties = {
  plan: { name: 'Plan', dataType: 'select', options: ['gold', 'silver'] },
  budget: { name: 'Budget', dataType: 'number' },
}

const vip = { tag: 'vip' }
const urgent = { tag: 'urgent' }
const gold = { field: { key: 'plan', is: ['gold'] } }
const rich = { field: { key: 'budget', is: [1000, 2000] } }

const cases: Array<{ says: string; where: object; finds: string }> = [
  { says: 'any of a group', where: of('all', ['any', vip, gold]), finds: 'ab' },
  { says: 'all of a group', where: of('all', ['all', vip, urgent]), finds: 'a' },
  { says: 'all groups', where: of('all', ['any', vip, urgent], ['any', gold, rich]), finds: 'ab' },
  { says: 'three groups', where: of('all', ['any', vip, urgent], ['any', gold, rich], ['all', vip]), finds: 'a' },
  { says: 'any group', where: of('any', ['all', vip, urgent], ['all', rich]), finds: 'ab' },
  { says: 'any group of any', where: of('any', ['any', vip], ['any', gold, rich]), finds: 'ab' },
  { says: 'what is not', where: of('all', ['any', { ...vip, not: true }]), finds: 'bc' },
  { says: 'what is not in a field', where: of('all', ['all', { ...gold, not: true }]), finds: 'ac' },
  { says: 'nothing that fits', where: of('all', ['all', vip, gold]), finds: '' },
  {
    says: 'persons, waiting and reading',
    where: of('any', ['all', { assignee: 'none' }, { waiting: false }]),
    finds: '',
  },
]

const inbox = await newInbox()

for (const { says, where, finds } of cases) {
  test(`a list by ${says} has each that fits once, on pages too, and a view of it counts as many`, async () => {
    const { ada, names } = inbox
    const text = encodeURIComponent(JSON.stringify(where))
    assert.equal(await found(ada, names, `where=${text}`), finds)
    assert.equal(await found(ada, names, `where=${text}&size=1`), finds)
    assert.equal(await found(ada, names, `where=${text}&state=all&sort=oldest`), finds)
    const body = { name: says, filters: { where } }
    const view = (await ada.call('POST', '/api/conversations/views', body)).json()
    assert.deepEqual(view.filters, { where })
    const counts = (await ada.call('GET', '/api/conversations/counts')).json()
    const counted = counts.views.find(({ _id }: { _id: string }) => _id === view._id)
    assert.deepEqual([counted.count, counted.isExact], [finds.length, true])
    const narrowed = (await ada.call('GET', `/api/conversations/counts?where=${text}`)).json()
    assert.equal(narrowed.counts.all, finds.length)
  })
}

test('it narrows together with the other filters', async () => {
  const { ada, names } = inbox
  const text = encodeURIComponent(JSON.stringify(of('all', ['any', vip, gold])))
  assert.equal(await found(ada, names, `where=${text}&tag=vip`), 'a')
  assert.equal(await found(ada, names, `where=${text}&state=resolved`), '')
})

const eleven = Array.from({ length: 11 }, () => vip)

const wrong: Array<[string, unknown]> = [
  ['no JSON', undefined],
  ['no groups', { match: 'all', groups: [] }],
  ['a group without conditions', of('all', ['any'])],
  ['a condition that names nothing', of('all', ['any', {}])],
  ['a condition that names two', of('all', ['any', { tag: 'vip', unread: true }])],
  ['a condition that nobody knows', of('all', ['any', { colour: 'red' }])],
  ['a wrong value', of('all', ['any', { unread: 'yes' }])],
  ['a field that there is not', of('all', ['any', { field: { key: 'shoe_size', is: [1] } }])],
  ['a value that the field does not take', of('all', ['any', { field: { key: 'plan', is: ['iron'] } }])],
  ['too many conditions', of('all', ['any', ...eleven], ['any', ...eleven])],
]

for (const [name, where] of wrong) {
  test(`${name} is refused, in a list and in a view`, async () => {
    const { ada } = inbox
    const text = where === undefined ? '{' : JSON.stringify(where)
    const answer = await ada.call('GET', `/api/conversations?where=${encodeURIComponent(text)}`)
    assert.equal(answer.statusCode, 400, answer.body)
    if (where === undefined) return
    const saved = await ada.call('POST', '/api/conversations/views', { name, filters: { where } })
    assert.equal(saved.statusCode, 400, saved.body)
  })
}

test('a view cannot be saved by a channel or a person of somebody else', async () => {
  const { ada } = inbox
  const eve = await newOrganization(app)
  const channel = await newChannel(eve)
  for (const condition of [{ channelId: channel._id }, { assignee: eve.user.id }, { owner: eve.user.id }]) {
    const filters = { where: of('any', ['all', condition]) }
    const answer = await ada.call('POST', '/api/conversations/views', { name: 'Foreign', filters })
    assert.equal(answer.statusCode, 404, answer.body)
  }
})

test('a view by a field that is gone has nothing, and the others are still counted', async () => {
  const { ada } = await newInbox()
  const save = (filters: object) => ada.call('POST', '/api/conversations/views', { name: 'One', filters })
  await save({ where: of('all', ['any', gold]) })
  await save({ tag: 'vip' })
  await ada.call('PUT', `/api/organizations/sections/${ada.user.organizationId}`, { sections: [], isForced: true })
  const { views } = (await ada.call('GET', '/api/conversations/counts')).json()
  assert.deepEqual(
    views.map(({ count }: { count: number }) => count).toSorted((one: number, other: number) => one - other),
    [0, 1],
  )
})

test('who has waited at least so long is found by minutes', async () => {
  const { ada, names } = inbox
  assert.equal(await found(ada, names, 'waitingMinutes=1'), '')
  assert.equal(await found(ada, names, 'waiting=true'), 'abc')
})

function of(match: string, ...groups: Array<[string, ...object[]]>) {
  return { match, groups: groups.map(([each, ...conditions]) => ({ match: each, conditions })) }
}

/** a has two tags and a budget, b a plan and a budget, c nothing but a tag that nobody asks for. */
async function newInbox() {
  const ada = await newOrganization(app)
  const sections = [{ name: 'Own', isHidden: false, properties }]
  const set = await ada.call('PUT', `/api/organizations/sections/${ada.user.organizationId}`, { sections })
  assert.equal(set.statusCode, 200, set.body)
  const channel = await newChannel(ada)
  const names = new Map<string, string>()
  const own = { a: { budget: 2000 }, b: { plan: 'gold', budget: 1000 }, c: {} }
  const tags = { a: ['vip', 'urgent'], b: ['urgent'], c: ['calm'] }
  for (const name of ['a', 'b', 'c'] as const) {
    const contact = await newContact(ada, own[name])
    const { conversationId } = await newInbound(ada, channel, { from: contact.phoneNumber })
    await ada.call('POST', '/api/conversations/tag', { ids: [conversationId], add: tags[name] })
    names.set(conversationId, name)
  }
  return { ada, names }
}

/** All pages of it, as the letters of what is there. */
async function found(person: Person, names: Map<string, string>, query: string): Promise<string> {
  const letters: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const answer = await person.call('GET', `/api/conversations?${query}${cursor && `&cursor=${cursor}`}`)
    assert.equal(answer.statusCode, 200, answer.body)
    const page: { conversations: Array<{ _id: string }>; nextCursor: string | null } = answer.json()
    for (const { _id } of page.conversations) letters.push(names.get(_id)!)
    cursor = page.nextCursor
  }
  return letters.toSorted().join('')
}
