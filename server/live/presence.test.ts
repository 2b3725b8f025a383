import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newChannel, newColleague, newContact, newInbound, newOrganization } from '../../test/factories.ts'
import { connect, listen, openSocket } from '../../test/live.ts'
import { Claims } from './claims.ts'
import { Typing } from './typing.ts'

const server = await startApp()
const { app } = server
const url = await listen(app)

test('who writes is told to those who may see the conversation, and who leaves has stopped', async () => {
  const { ada, rep, other, conversationId } = await newScene()
  const [adas, reps, others] = [await openSocket(url, ada), await openSocket(url, rep), await openSocket(url, other)]
  reps.say({ type: 'typing', conversationId })
  await adas.untilType('typing')
  reps.say({ type: 'typing', conversationId })
  await reps.close()
  const told = (await adas.untilType('typing', 2)).filter(({ type }) => type === 'typing')
  assert.deepEqual(
    told.map(({ conversationId: id, actorId, isTyping }) => [id, actorId, isTyping]),
    [
      [conversationId, rep.user.id, true],
      [conversationId, rep.user.id, false],
    ],
  )
  others.say({ type: 'typing', conversationId })
  const refused = await others.untilType('error')
  assert.equal(refused.find(({ type }) => type === 'error')!['code'], 'conversation_not_found')
  assert.ok(!others.types().includes('typing'))
  assert.equal(adas.types().filter((type) => type === 'typing').length, 2)
  await Promise.all([adas.close(), others.close()])
})

test('who looks at a conversation is shown to those who may see it, and to nobody else', async () => {
  const { ada, rep, other, conversationId } = await newScene()
  const [adas, reps, others] = [await openSocket(url, ada), await openSocket(url, rep), await openSocket(url, other)]
  adas.say({ type: 'looking', conversationId })
  await reps.until((heard) => heard.some((frame) => JSON.stringify(frame['actors'] ?? '').includes(ada.user.id)))
  reps.say({ type: 'looking', conversationId })
  await adas.until((heard) => heard.some((frame) => (frame['actors'] as object[] | undefined)?.length === 2))
  adas.say({ type: 'looking', conversationId: null })
  await reps.until((heard) => {
    const actors = heard.findLast(({ type }) => type === 'looking')?.['actors'] as
      | Array<{ actorId: string }>
      | undefined
    return actors?.length === 1 && actors[0]!.actorId === rep.user.id
  })
  assert.ok(!others.types().includes('looking'))
  await Promise.all([adas.close(), reps.close(), others.close()])
})

test('who looks and at once looks away is not left looking', async () => {
  const { ada, rep, conversationId } = await newScene()
  const [adas, reps] = [await openSocket(url, ada), await openSocket(url, rep)]
  reps.say({ type: 'looking', conversationId })
  reps.say({ type: 'looking', conversationId: null })
  reps.say({ type: 'typing', conversationId })
  await adas.untilType('typing')
  adas.say({ type: 'looking', conversationId })
  await adas.until((heard) => JSON.stringify(heard.at(-1)).includes(ada.user.id))
  assert.deepEqual(adas.heard.findLast(({ type }) => type === 'looking')!['actors'], [
    { actorType: 'user', actorId: ada.user.id },
  ])
  await Promise.all([adas.close(), reps.close()])
})

test('who comes and goes is told to colleagues, by all of their sockets together', async () => {
  const { ada, rep } = await newScene()
  const adas = await openSocket(url, ada)
  const [one, two] = [await openSocket(url, rep), await openSocket(url, rep)]
  await adas.untilType('presence')
  const online = two.heard[0]!['online'] as Array<{ actorId: string }>
  assert.deepEqual(online.map(({ actorId }) => actorId).toSorted(), [ada.user.id, rep.user.id].toSorted())
  await one.close()
  await two.close()
  await adas.untilType('presence', 2)
  assert.deepEqual(
    adas.heard.filter(({ type }) => type === 'presence').map(({ actorId, isOnline }) => [actorId, isOnline]),
    [
      [rep.user.id, true],
      [rep.user.id, false],
    ],
  )
  await adas.close()
})

test('what a process that died had said is forgotten', () => {
  const claims = new Claims()
  const someone = { actorType: 'user', actorId: 'ada' }
  claims.say({ process: 'one', someone, looking: ['a'] }, 0)
  claims.say({ process: 'two', someone, looking: ['b'] }, 30_000)
  assert.deepEqual(
    claims.stale(46_000).map((claim) => claims.unsay(claim)),
    [{ online: undefined, conversationIds: ['a'] }],
  )
  assert.deepEqual(
    claims.stale(80_000).map((claim) => claims.unsay(claim)),
    [{ online: false, conversationIds: ['b'] }],
  )
  assert.deepEqual(claims.everyone(), [])
})

test('who writes and then says nothing for some seconds has stopped', () => {
  const told: boolean[] = []
  const typing = new Typing((_organizationId, { isTyping }) => told.push(isTyping))
  const news = { actorType: 'user', actorId: 'ada', conversationId: 'a', isTyping: true }
  typing.note('acme', news, 0)
  typing.note('acme', news, 3000)
  assert.ok(typing.isFresh('acme', news, 4000))
  assert.ok(!typing.isFresh('acme', news, 5500))
  typing.sweep(8000)
  assert.deepEqual(told, [true])
  typing.sweep(9000)
  assert.deepEqual(told, [true, false])
})

for (const [frame, code, closeCode] of [
  ['nonsense', 'bad_frame', 4400],
  ['{"type":"typing"}', 'bad_frame', 4400],
  ['{"type":"hello","token":"nonsense"}', 'invalid_token', 4401],
] as const) {
  test(`a socket that begins with ${frame} is closed with ${closeCode}`, async () => {
    const ear = await connect(url)
    ear.socket.send(frame)
    await ear.untilType('closed')
    assert.equal(ear.heard[0]!['code'], code)
    assert.deepEqual(ear.closed, { code: closeCode, reason: code })
  })
}

test('a page of another origin gets no socket, one of ours does, and other addresses are none', async () => {
  await assert.rejects(connect(url, { origin: 'https://evil.example' }), /403/)
  for (const origin of ['http://tether.test', url]) await (await connect(url, { origin })).close()
  const elsewhere = await fetch(`${url}/api/health`, { headers: { 'x-nothing': '1' } })
  assert.equal(elsewhere.status, 200)
})

test('frames too many, or too large, end the socket', async () => {
  const { ada } = await newScene()
  const many = await openSocket(url, ada)
  for (let count = 0; count < 60; count++) many.say({ type: 'looking', conversationId: null })
  await many.untilType('closed')
  assert.equal(many.closed?.code, 4429)
  const pinging = await openSocket(url, ada)
  for (let count = 0; count < 60; count++) pinging.socket.ping()
  await pinging.untilType('closed')
  assert.equal(pinging.closed?.code, 4429)
  const large = await openSocket(url, ada)
  large.say({ type: 'looking', conversationId: 'x'.repeat(5000) })
  await large.untilType('closed')
  assert.equal(large.closed?.code, 1009)
})

async function newScene() {
  const ada = await newOrganization(app)
  const [rep, other] = [await newColleague(app, ada, 'SALES_REP'), await newColleague(app, ada, 'SALES_REP')]
  const contact = await newContact(rep)
  const { conversationId } = await newInbound(ada, await newChannel(ada), { from: contact.phoneNumber })
  return { ada, rep, other, conversationId }
}
