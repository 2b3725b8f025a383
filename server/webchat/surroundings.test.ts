import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newColleague, newOrganization, until } from '../../test/factories.ts'
import { formOf, picture } from '../../test/files.ts'
import { newVisitor, newWebchat } from '../../test/webchat.ts'
import type { Visitor } from '../../test/webchat.ts'
import { createApp } from '../platform/http.ts'
import { webchatPageRoutes } from './page-routes.ts'

const server = await startApp({ worker: true })
const { app, db } = server
const day = 86_400_000

async function newTalk(fields: object = {}) {
  const ada = await newOrganization(app)
  const webchat = await newWebchat(ada, fields)
  const visitor = await newVisitor(app, webchat)
  await visitor.say('Hello')
  const conversationId = (await eventsOf(ada, 'conversation.opened'))[0]!.subjectId
  return { ada, webchat, visitor, conversationId }
}

function upload(visitor: Visitor, name: string, bytes: Buffer) {
  return visitor.call('POST', '/api/webchat/files', formOf('file', [[name, bytes]], {}))
}

test('a file is what its bytes say, and goes with the message of whoever uploaded it', async () => {
  const { ada, webchat, visitor } = await newTalk()
  const kept = await upload(visitor, 'photo.html', await picture())
  assert.equal(kept.statusCode, 201, kept.body)
  assert.equal(kept.json().contentType, 'image/png')
  const files = [kept.json().key]
  const other = await newVisitor(app, webchat)
  assert.equal((await other.say('Mine!', { files })).statusCode, 404)
  const said = await visitor.say('', { files })
  assert.equal(said.statusCode, 201, said.body)
  const [file] = said.json().files
  assert.equal(file.name, 'photo.html')
  const read = await app.inject({ url: new URL(file.url).pathname })
  assert.deepEqual([read.statusCode, read.headers['content-type']], [200, 'image/png'])
  const message = (await ada.call('GET', `/api/messages/${said.json().id}`)).json()
  assert.equal(message.attachments.length, 1)
  assert.equal((await visitor.say('Again', { files })).statusCode, 404, 'it has been sent')
})

test('what could run is refused, whatever it is called, and leaves nothing', async () => {
  const { ada, visitor } = await newTalk()
  for (const [name, text] of [
    ['photo.png', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['notes.txt', '<!doctype html><script>alert(1)</script>'],
  ] as const) {
    const refused = await upload(visitor, name, Buffer.from(text))
    assert.deepEqual([refused.statusCode, refused.json().error.code], [415, 'file_type_refused'], name)
  }
  const left = await db.selectFrom('files').select('id').where('organizationId', '=', ada.user.organizationId).execute()
  assert.deepEqual(left, [])
})

test('where files are off none is taken', async () => {
  const { visitor } = await newTalk({ files: { isOn: false } })
  assert.equal((await upload(visitor, 'a.txt', Buffer.from('A note'))).json().error.code, 'files_off')
})

test('a visitor is asked once, answers once, and staff reads it', async () => {
  const { ada, visitor, conversationId } = await newTalk()
  const url = `/api/conversation/${conversationId}/csat`
  assert.equal((await visitor.call('POST', '/api/webchat/csat', { rating: 5 })).json().error.code, 'csat_not_asked')
  const [first, again] = [await ada.call('POST', `${url}/request`), await ada.call('POST', `${url}/request`)]
  assert.equal(first.json()._id, again.json()._id)
  const status = await app.inject({ url: `/api/conversation/webchat/${visitor.webchatId}/csat-status` })
  assert.equal(status.json().isAsked, true)
  assert.equal((await visitor.call('POST', '/api/webchat/csat', { rating: 6 })).statusCode, 400)
  assert.equal((await visitor.call('POST', '/api/webchat/csat', { rating: 5, feedback: 'Fast' })).statusCode, 200)
  assert.equal((await visitor.call('POST', '/api/webchat/csat', { rating: 1 })).statusCode, 409)
  const { csat } = (await ada.call('GET', url)).json()
  assert.deepEqual([csat.length, csat[0].rating, csat[0].feedback], [1, 5, 'Fast'])
  assert.equal((await eventsOf(ada, 'csat.requested')).length, 1)
  assert.equal((await eventsOf(ada, 'csat.answered')).length, 1)
})

test('a question is open for seven days, and can be asked anew after that', async () => {
  const { ada, visitor, conversationId } = await newTalk()
  await ada.call('POST', `/api/conversation/${conversationId}/csat/request`)
  await db
    .updateTable('csatRequests')
    .set({ expiresAt: new Date(Date.now() - day) })
    .where('organizationId', '=', ada.user.organizationId)
    .execute()
  assert.equal((await visitor.call('POST', '/api/webchat/csat', { rating: 5 })).statusCode, 409)
  await ada.call('POST', `/api/conversation/${conversationId}/csat/request`)
  assert.equal((await visitor.call('POST', '/api/webchat/csat', { rating: 5 })).statusCode, 200)
})

test('where a webchat wants it, who got an answer is asked when the conversation is resolved', async () => {
  const { ada, conversationId } = await newTalk({ csat: { isAutomatic: true } })
  await ada.call('PUT', `/api/conversation/${conversationId}/resolve`)
  await until(async () => (await eventsOf(ada, 'csat.requested')).length === 1, 'the question')
})

test('answers go along when contacts merge', async () => {
  const { ada, webchat, visitor, conversationId } = await newTalk()
  const other = await newVisitor(app, webchat)
  await other.say('Hello from elsewhere')
  await ada.call('POST', `/api/conversation/${conversationId}/csat/request`)
  await visitor.call('POST', '/api/webchat/csat', { rating: 4 })
  const [sourceId, targetId] = (await eventsOf(ada, 'contact.created')).map(({ subjectId }) => subjectId)
  await ada.call('POST', '/api/contacts/merge', { sourceId, targetId })
  const target = (await eventsOf(ada, 'conversation.opened'))[1]!.subjectId
  const { csat } = (await ada.call('GET', `/api/conversation/${target}/csat`)).json()
  assert.equal(csat[0]?.rating, 4)
})

test('answers and open questions come back when a merge is undone', async () => {
  const { ada, webchat, visitor, conversationId } = await newTalk()
  const other = await newVisitor(app, webchat)
  await other.say('Hello from elsewhere')
  const url = `/api/conversation/${conversationId}/csat`
  await ada.call('POST', `${url}/request`)
  await visitor.call('POST', '/api/webchat/csat', { rating: 4 })
  const open = (await ada.call('POST', `${url}/request`)).json()
  const [sourceId, targetId] = (await eventsOf(ada, 'contact.created')).map(({ subjectId }) => subjectId)
  await ada.call('POST', '/api/contacts/merge', { sourceId, targetId })
  const { data } = (await eventsOf(ada, 'contact.merged'))[0]!
  const undone = await ada.call('POST', `/api/contacts/merges/${String(data['mergeId'])}/undo`)
  assert.equal(undone.statusCode, 200, undone.body)
  const { csat } = (await ada.call('GET', url)).json()
  assert.deepEqual(
    csat.map(({ rating }: { rating: number | null }) => rating),
    [null, 4],
  )
  assert.equal((await ada.call('POST', `${url}/request`)).json()._id, open._id, 'it is open again')
  const target = (await eventsOf(ada, 'conversation.opened'))[1]!.subjectId
  assert.deepEqual((await ada.call('GET', `/api/conversation/${target}/csat`)).json().csat, [])
})

test('outside of its hours a webchat says so, and when it opens', async () => {
  const ada = await newOrganization(app)
  const never = { isOn: true, timeZone: 'Europe/Paris', weekly: {}, awayMessage: 'Back soon.' }
  const webchat = await newWebchat(ada, { hours: never })
  const { hours } = (await app.inject({ url: `/api/webchat/${webchat.key}` })).json()
  assert.deepEqual(hours, { isOpen: false, opensAt: null, timeZone: 'Europe/Paris', awayMessage: 'Back soon.' })
  await ada.call('PUT', `/api/webchats/${webchat.id}`, { color: '#000000' })
  const changed = (await app.inject({ url: `/api/webchat/${webchat.key}` })).json()
  assert.deepEqual([changed.color, changed.hours.awayMessage], ['#000000', 'Back soon.'], 'what is left out stays')
  const strange = await ada.call('PUT', `/api/webchats/${webchat.id}`, {
    hours: { isOn: true, timeZone: 'Mars/Olympus' },
  })
  assert.equal(strange.statusCode, 400)
})

test('only admins set up webchats, and a webchat is no other channel', async () => {
  const ada = await newOrganization(app)
  const webchat = await newWebchat(ada)
  const rep = await newColleague(app, ada, 'SALES_REP')
  assert.equal((await rep.call('POST', '/api/webchats', { name: 'Mine' })).statusCode, 403)
  assert.equal((await rep.call('GET', '/api/webchats')).json().webchats.length, 1)
  const stranger = await newOrganization(app)
  assert.equal((await stranger.call('GET', `/api/webchats/${webchat.id}`)).statusCode, 404)
  const own = { type: 'webchat', provider: 'tether', name: 'A', identifier: 'wck_mine' }
  assert.equal((await ada.call('POST', '/api/channels', own)).statusCode, 400)
  assert.equal((await ada.call('DELETE', `/api/webchats/${webchat.id}`)).statusCode, 200)
  assert.equal((await app.inject({ url: `/api/webchat/${webchat.key}` })).statusCode, 404)
})

const widgetDir = await mkdtemp(path.join(os.tmpdir(), 'tether-widget-'))
after(() => rm(widgetDir, { recursive: true }))

async function newPages() {
  const pages = createApp({ ...server, keyOwner: () => undefined })
  let demoKey: string | undefined
  webchatPageRoutes(pages, {
    publicUrl: 'https://crm.test',
    widgetDir,
    findDemoKey: () => Promise.resolve(demoKey),
  })
  await pages.ready()
  return { pages, showDemo: (key: string) => (demoKey = key) }
}

test('the panel is framed by the sites that may, and by no others', async () => {
  const ada = await newOrganization(app)
  const webchat = await newWebchat(ada, { allowedDomains: ['shop.example', '*.shop.example'] })
  const { pages, showDemo } = await newPages()
  const url = `/widget/frame?webchat=${webchat.key}`
  assert.equal((await pages.inject({ url })).statusCode, 503, 'not built yet')
  assert.equal((await pages.inject({ url: '/widget.js' })).statusCode, 503)
  mkdirSync(path.join(widgetDir, 'assets'))
  for (const [name, text] of [
    ['widget.js', 'loader'],
    ['frame.html', '<p>panel</p>'],
    ['demo.html', '<script src="/widget.js" data-webchat="%WEBCHAT_KEY%"></script>'],
    ['assets/a-1.js', 'asset'],
  ] as const) {
    writeFileSync(path.join(widgetDir, name), text)
  }
  const frame = await pages.inject({ url })
  const policy = String(frame.headers['content-security-policy'])
  assert.equal(frame.statusCode, 200)
  assert.match(policy, /frame-ancestors 'self' shop\.example \*\.shop\.example$/)
  assert.match(policy, /connect-src 'self' wss:\/\/crm\.test;/)
  assert.equal(frame.headers['x-frame-options'], undefined)
  const open = await newWebchat(ada)
  const anywhere = await pages.inject({ url: `/widget/frame?webchat=${open.key}` })
  assert.match(String(anywhere.headers['content-security-policy']), /frame-ancestors \*$/)
  assert.equal((await pages.inject({ url: '/widget/frame?webchat=wck_none' })).statusCode, 404)

  const loader = await pages.inject({ url: '/widget.js' })
  assert.deepEqual([loader.body, loader.headers['cross-origin-resource-policy']], ['loader', 'cross-origin'])
  const asset = await pages.inject({ url: '/widget/assets/a-1.js' })
  assert.match(String(asset.headers['cache-control']), /immutable/)
  for (const name of ['..%2fframe.html', '%2e%2e/demo.html', 'none.js']) {
    assert.equal((await pages.inject({ url: `/widget/assets/${name}` })).statusCode, 404, name)
  }
  assert.equal((await pages.inject({ url: '/demo' })).statusCode, 404)
  showDemo(open.key)
  assert.ok((await pages.inject({ url: '/demo' })).body.includes(`data-webchat="${open.key}"`))
  await pages.close()
})
