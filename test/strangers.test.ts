import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Response } from 'light-my-request'

import { newId } from '../server/platform/id.ts'
import { startApp } from './app.ts'
import { newChannel, newColleague, newContact } from './factories.ts'
import type { Person } from './factories.ts'
import { takeMessage } from './fake-twilio/message.ts'
import { receiptForm } from './fake-twilio/signed-form.ts'
import { call, hasPlace, withValue } from './routes/call.ts'
import { dumpOf } from './routes/dump.ts'
import { idPlacesOf, looseIdPlacesOf } from './routes/id-places.ts'
import { recordRoutes } from './routes/recorded.ts'
import { rolesOf, withEntries } from './routes/table.ts'
import type { KnownRoute } from './routes/table.ts'
import { newPeople, newThings } from './routes/things.ts'
import type { Noun, People, Things } from './routes/things.ts'

const recorded = recordRoutes()
const server = await startApp()
const { app } = server
const routes = withEntries(recorded)

const [theirPeople, ourPeople] = [await newPeople(server), await newPeople(server)]
const [theirs, ours] = [await newThings(server, theirPeople), await newThings(server, ourPeople)]
const { organizationId } = theirPeople.admin.user

/** Of the same organization as they are, with things of their own, and with no part in theirs. */
const colleagues = await newUninvolved(theirPeople)
const colleaguesThings = await newThings(server, { ...theirPeople, rep: colleagues[0]! })
const owned: ReadonlySet<Noun> = new Set([
  'contact',
  'conversation',
  'message',
  'queued',
  'failed',
  'attachment',
  'document',
  'documentFile',
  'notification',
  'note',
  'reminder',
  'import',
  'canceledImport',
  'view',
  'scheduledMessage',
  'template',
  'conversationNote',
  'webchatConversation',
  'webchatMessage',
])
/** What all the calls with foreign ids leave as it is; they come first. */
const untouched = await dumpOf(server.databaseUrl)

test('every id that a route takes has its place in the table', () => {
  for (const route of routes) {
    const { ids, filters = {}, requests } = route.entry
    const places = Object.keys(ids)
    for (const place of idPlacesOf(route)) assert.ok(place in { ...ids, ...filters }, `${route.name} takes ${place}`)
    for (const place of places) assert.ok(idPlacesOf(route).includes(place), `${route.name} does not take ${place}`)
    for (const place of [...places, ...Object.keys(filters)])
      assert.ok(
        requests(ours).some((request) => hasPlace(request, place)),
        `${route.name} is never sent ${place}`,
      )
  }
})

test('what is called an id has the shape of one', () => {
  const loose = routes.flatMap((route) => looseIdPlacesOf(route).map((place) => `${route.name} ${place}`))
  assert.deepEqual(loose, [
    // What whoever sends it calls it.
    'POST /api/messages/send body.clientId',
    // The provider's own id of a message, of whatever shape.
    'POST /api/simulator/inbound body.messageId',
    'POST /api/simulator/page body.messageId',
    // Secrets of visitors, and what their pages call a message.
    'POST /api/webchat/:key/sessions body.webchatId',
    'POST /api/webchat/messages body.clientId',
    'POST /api/webhook/webchat body.webchatId',
    'POST /api/webhook/webchat body.webchatConfigId',
    'POST /api/webhook/webchat body.clientId',
    'POST /api/webhook/webchat body.deviceId',
    'GET /api/messages/webchat/:webchatId params.webchatId',
    'POST /api/conversation/csat body.webchatId',
    'GET /api/conversation/webchat/:webchatId/csat-status params.webchatId',
    // What a gateway calls a message.
    'POST /api/webhook/kannel/sms query.id',
  ])
})

for (const route of routes.filter(({ entry }) => Object.keys(entry.ids).length > 0)) {
  test(`${route.name} finds nothing by an id of another organization, and changes nothing`, async () => {
    for (const { place, noun, person } of callsOn(route, [ourPeople.admin, ourPeople.head, ourPeople.rep])) {
      for (const query of [{}, { organizationId }]) {
        const answer = await callWith(route, place, theirs[noun], { person, own: ours, query })
        assert.equal(answer.statusCode, mayCall(route, person) ? 404 : 403, said(person, place, answer))
        assert.deepEqual(revealed(answer, theirs, theirs[noun]), [])
      }
    }
    assert.deepEqual(await dumpOf(server.databaseUrl), untouched)
  })

  if (!Object.values(route.entry.ids).some((noun) => owned.has(noun))) continue
  test(`${route.name} finds nothing by the id of what a colleague owns, and changes nothing`, async () => {
    for (const { place, noun, person } of callsOn(route, colleagues)) {
      if (!owned.has(noun)) continue
      const answer = await callWith(route, place, theirs[noun], { person, own: colleaguesThings, query: {} })
      assert.equal(answer.statusCode, mayCall(route, person) ? 404 : 403, said(person, place, answer))
      assert.deepEqual(revealed(answer, theirs, theirs[noun]), [])
    }
    assert.deepEqual(await dumpOf(server.databaseUrl), untouched)
  })
}

for (const route of routes.filter(({ entry }) => entry.filters)) {
  test(`${route.name} lists nothing of another organization by a filter`, async () => {
    for (const [place, noun] of Object.entries(route.entry.filters!)) {
      const own = await callWith(route, place, theirs[noun], { person: theirPeople.admin, own: theirs, query: {} })
      assert.notDeepEqual(revealed(own, theirs, theirs[noun]), [], 'their own admin sees something there')
      for (const person of [ourPeople.admin, ourPeople.head, ourPeople.rep]) {
        const answer = await callWith(route, place, theirs[noun], { person, own: ours, query: { organizationId } })
        assert.equal(answer.statusCode, mayCall(route, person) ? 200 : 403, said(person, place, answer))
        assert.deepEqual(revealed(answer, theirs, theirs[noun]), [])
      }
    }
  })
}

// What is only read stands first: an organization in which somebody is being erased is not taken along.
const [reads, writes] = [
  routes.filter(({ method }) => method === 'GET'),
  routes.filter(({ method }) => method !== 'GET'),
]
for (const route of [...reads, ...writes].filter(
  ({ entry }) => entry.roles !== 'anyone' && entry.roles !== 'anyone with a session',
)) {
  test(`${route.name} works on one's own, for each role that may, whatever organizationId it is asked for`, async () => {
    for (const person of ownersOf(route, ourPeople)) {
      if (!mayCall(route, person)) continue
      const own = route.method === 'GET' ? ours : await newThings(server, ourPeople)
      for (const request of route.entry.requests(own)) {
        const answer = await call(app, route, person, { ...request, query: { ...request.query, organizationId } })
        const expected = route.entry.isRefused ? /^409$/ : /^[23]/
        assert.match(String(answer.statusCode), expected, said(person, 'its own', answer))
        assert.deepEqual(revealed(answer, theirs), [])
      }
    }
  })
}

const listed = routes.filter((each) => takesCursor(each) && !each.entry.isFilledLater)
for (const route of listed.filter((each) => mayCall(each, ourPeople.admin))) {
  test(`${route.name} goes on in nobody else's list by their cursor`, async () => {
    const part = route.schema.body ? 'body' : 'query'
    const [request] = route.entry.requests(theirs)
    const first = { ...request, [part]: { ...request![part], size: 1 } }
    const { nextCursor } = (await call(app, route, ownersOf(route, theirPeople)[0], first)).json()
    assert.equal(typeof nextCursor, 'string')
    const [own] = route.entry.requests(ours)
    const person = ownersOf(route, ourPeople)[0]!
    const answer = await call(app, route, person, { ...own, [part]: { ...own![part], cursor: nextCursor } })
    assert.equal(answer.statusCode, 200, answer.body)
    assert.deepEqual(revealed(answer, theirs), [])
  })
}

test('a contact simulated in one organization does not write to the number of another', async () => {
  const before = await dumpOf(server.databaseUrl, organizationId)
  const payload = { from: theirs.phoneNumber, to: theirs.channelNumber, body: 'Hello' }
  const answer = await ourPeople.admin.call('POST', '/api/simulator/inbound', payload)
  assert.equal(answer.statusCode, 400)
  assert.deepEqual(revealed(answer, theirs, theirs.channelNumber), [])
  assert.deepEqual(await dumpOf(server.databaseUrl, organizationId), before)
})

test('a receipt that one organization’s secret signed moves no message of another', async () => {
  const attempt = newId()
  const { queued: messageId, channel: channelId } = theirs
  const attempted = { organizationId, id: attempt, messageId, channelId, startedAt: new Date() }
  await server.db.insertInto('attempts').values(attempted).execute()
  const channel = await newChannel(ourPeople.admin, {
    provider: 'twilio',
    credentials: { accountSid: 'AC1', authToken: 'our token' },
    settings: {},
  })
  const before = await dumpOf(server.databaseUrl, organizationId)
  for (const [organization, named, status] of [
    [organizationId, theirs.channel, 403],
    [organizationId, channel._id, 403],
    [ourPeople.admin.user.organizationId, channel._id, 200],
  ] as const) {
    const query = new URLSearchParams({ organization, channel: named, attempt })
    const statusCallback = `${server.config.publicUrl}/api/webhook/twilio/sms-status?${query.toString()}`
    const sent = takeMessage('AC1', new URLSearchParams({ From: channel.identifier, To: theirs.phoneNumber }))
    const { url, headers, body } = receiptForm('our token', sent, 'delivered', { statusCallback })
    const answer = await app.inject({ method: 'POST', url, headers, payload: body })
    assert.equal(answer.statusCode, status, answer.body)
  }
  assert.deepEqual(await dumpOf(server.databaseUrl, organizationId), before)
})

test('what is taken in one organization is free in another', async () => {
  await newContact(ourPeople.admin, { phoneNumber: theirs.phoneNumber })
  const department = await ourPeople.admin.call('POST', '/api/departments', { name: 'Their name' })
  assert.equal(department.statusCode, 201)
  assert.equal((await theirPeople.admin.call('POST', '/api/departments', { name: 'Their name' })).statusCode, 201)
})

async function newUninvolved({ admin }: People): Promise<Person[]> {
  const added = await admin.call('POST', '/api/departments', { name: 'Elsewhere' })
  const departmentId = added.json()._id
  return [
    await newColleague(app, admin, 'SALES_REP', { departmentId }),
    await newColleague(app, admin, 'DEPARTMENT_HEAD', { departmentId }),
    await newColleague(app, admin, 'DEPARTMENT_HEAD'),
  ]
}

function callsOn(route: KnownRoute, people: Person[]) {
  return Object.entries(route.entry.ids).flatMap(([place, noun]) => people.map((person) => ({ place, noun, person })))
}

/** A request that would succeed, but for the one foreign value in it. */
function callWith(
  route: KnownRoute,
  place: string,
  value: string,
  { person, own, query }: { person: Person; own: Things; query: object },
): Promise<Response> {
  const request = route.entry.requests(own).find((each) => hasPlace(each, place))!
  const changed = withValue(request, place, value)
  return call(app, route, person, { ...changed, query: { ...changed.query, ...query } })
}

/** Whose things the table's requests are about. */
function ownersOf({ entry }: KnownRoute, { admin, head, rep }: People): Person[] {
  return entry.isPersonal ? [rep] : [admin, head, rep]
}

function mayCall(route: KnownRoute, { user }: Person): boolean {
  return rolesOf(route.entry).some((role) => role === user.accessRole)
}

/** Which of these things the answer tells of, besides what it was asked with. */
function revealed(answer: Response, things: Things, asked?: string): string[] {
  return Object.entries(things)
    .filter(([, value]) => value !== asked && answer.body.includes(value))
    .map(([noun]) => noun)
}

function takesCursor({ schema }: KnownRoute): boolean {
  return [schema.querystring, schema.body].some((part) => part?.properties?.['cursor'] !== undefined)
}

function said({ user }: Person, place: string, answer: Response): string {
  return `${user.accessRole} with ${place}: ${answer.statusCode} ${answer.body}`
}
