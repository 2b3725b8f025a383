import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newChannel, newContact, newInbound, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { conversationsOf, merge, messagesOf, notesOf, undo } from '../../test/merges.ts'
import { eraseAll, tablesWith } from '../../test/traces.ts'
import { key, ok } from '../../test/whole-person.ts'

// Without a worker: the pieces are done here, one by one.
const { app, db, databaseUrl, tools } = await startApp()

let count = 0

/** Somebody who wrote, of whom there is a note, and whose every word can be told from others'. */
async function newSomebody(ada: Person, channels: Array<{ _id: string; identifier: string }>) {
  const mark = `zq${'abcdefghij'[count++ % 10]}${count}x`
  const phoneNumber = `+1415888${String(1000 + count * 7)}`
  const fields = { firstName: `First${mark}`, lastName: `Last${mark}`, email: `${mark}@example.org`, phoneNumber }
  const { _id: id } = await newContact(ada, fields)
  for (const channel of channels) await newInbound(ada, channel, { from: phoneNumber, body: `Hello from ${mark}` })
  const { data: note } = await ok(ada, 'POST', '/api/contact-notes', { contactId: id, note: `Note on ${mark}` }, key())
  const threads = await conversationsOf(ada, id)
  const threadIds = threads.map(({ _id }) => _id)
  return { id, mark, phoneNumber, noteId: note._id as string, threadIds }
}

type Somebody = Awaited<ReturnType<typeof newSomebody>>

async function newTeam() {
  const ada = await newOrganization(app)
  const channels = [await newChannel(ada), await newChannel(ada)]
  return { ada, channels }
}

async function erase(ada: Person, id: string): Promise<void> {
  const { data } = await ok(ada, 'POST', `/api/contacts/${id}/erase`, undefined, key())
  await eraseAll(db, tools, ada, data._id)
}

/** Only what names no one but by an id, and the word of the erasing, is left. */
async function assertGone({ mark, phoneNumber }: Pick<Somebody, 'mark' | 'phoneNumber'>): Promise<void> {
  assert.deepEqual(await tablesWith(databaseUrl, [mark, phoneNumber.slice(-7)]), [])
}

/** Whoever is not erased still has all that they had, in the log as well. */
async function assertWhole(ada: Person, somebody: Somebody): Promise<void> {
  const { id, mark, phoneNumber, threadIds } = somebody
  const { data } = await ok(ada, 'GET', `/api/contacts/${id}`)
  assert.deepEqual([data.firstName, data.phoneNumber], [`First${mark}`, phoneNumber])
  const said = await Promise.all((await conversationsOf(ada, id)).map(({ _id }) => messagesOf(ada, _id)))
  assert.equal(said.flat().filter((text) => text === `Hello from ${mark}`).length, threadIds.length)
  assert.ok((await notesOf(ada, id)).includes(`Note on ${mark}`))
  await assertTold(ada, somebody)
}

async function assertTold(ada: Person, { id, mark, phoneNumber, noteId, threadIds }: Somebody): Promise<void> {
  const events = await eventsOf(ada)
  const created = events.find(({ type, subjectId }) => type === 'contact.created' && subjectId === id)
  assert.deepEqual(
    [created?.data['firstName'], created?.data['email'], created?.data['phoneNumber']],
    [`First${mark}`, `${mark}@example.org`, phoneNumber],
  )
  const received = events.filter(
    ({ type, data: told }) => type === 'message.received' && told['content'] === `Hello from ${mark}`,
  )
  assert.equal(received.length, threadIds.length)
  const noted = events.find(({ type, subjectId }) => type === 'note.added' && subjectId === noteId)
  assert.equal(noted?.data['note'], `Note on ${mark}`)
}

const everythingOf = {
  firstName: 'source',
  lastName: 'source',
  email: 'source',
  phoneNumber: 'source',
} as const

for (const [which, resolution] of Object.entries({ 'its own fields': {}, 'the other’s fields': everythingOf })) {
  for (const role of ['source', 'target'] as const) {
    test(`of two who were merged, with ${which}, and parted, the ${role} is erased and the other one is whole`, async () => {
      const { ada, channels } = await newTeam()
      const source = await newSomebody(ada, channels)
      // On one of the channels both spoke: there the threads are joined, on the other it moves.
      const target = await newSomebody(ada, channels.slice(0, 1))
      const { mergeId } = await merge(ada, source.id, target.id, resolution)
      await ok(ada, 'PATCH', `/api/contacts/${target.id}`, { process: 'Told by phone' }, key())
      await ok(ada, 'POST', '/api/conversations/assign', { ids: target.threadIds, assignees: [ada.user.id] }, key())
      const [thread] = target.threadIds
      await ok(ada, 'PUT', `/api/conversation/${thread}/resolve`, { isResolved: true }, key())
      await undo(ada, mergeId)

      const [gone, other] = role === 'source' ? [source, target] : [target, source]
      await erase(ada, gone.id)
      await assertGone(gone)
      await assertWhole(ada, other)
    })
  }
}

test('what another contact had before is theirs, even if it was deleted since', async () => {
  const { ada, channels } = await newTeam()
  const source = await newSomebody(ada, channels)
  const target = await newSomebody(ada, [])
  const { mergeId } = await merge(ada, source.id, target.id)
  await undo(ada, mergeId)
  const [lost, ...threadIds] = source.threadIds
  await ok(ada, 'DELETE', `/api/conversation/${lost}`)
  await erase(ada, target.id)
  await assertGone(target)
  const received = await eventsOf(ada, 'message.received')
  assert.equal(received.filter(({ data }) => data['content'] === `Hello from ${source.mark}`).length, 2)
  assert.equal(threadIds.length, 1)
})

test('whoever stays merged into another is erased with it, and with whom that one is merged into', async () => {
  const { ada, channels } = await newTeam()
  const [first, second, third] = [
    await newSomebody(ada, channels),
    await newSomebody(ada, channels),
    await newSomebody(ada, channels.slice(1)),
  ]
  await merge(ada, first.id, second.id)
  await newInbound(ada, channels[0]!, { from: first.phoneNumber, body: `More from ${first.mark}` })
  await merge(ada, second.id, third.id)
  await erase(ada, third.id)
  for (const each of [first, second, third]) await assertGone(each)
})

test('of three who were merged and one parted again, the others are erased, and it stays', async () => {
  const { ada, channels } = await newTeam()
  const [first, second, third] = [
    await newSomebody(ada, channels),
    await newSomebody(ada, channels),
    await newSomebody(ada, channels),
  ]
  const { mergeId } = await merge(ada, second.id, first.id)
  await merge(ada, third.id, first.id)
  await undo(ada, mergeId)
  await erase(ada, first.id)
  for (const each of [first, third]) await assertGone(each)
  await assertWhole(ada, second)
})

for (const [whose, resolution] of Object.entries({ first: {}, later: everythingOf })) {
  test(`of three who were merged and one parted again, that one is erased, and the others stay, under the ${whose} name`, async () => {
    const { ada, channels } = await newTeam()
    const [first, second, third] = [
      await newSomebody(ada, channels),
      await newSomebody(ada, channels),
      await newSomebody(ada, channels),
    ]
    const { mergeId } = await merge(ada, second.id, first.id, resolution)
    await merge(ada, third.id, first.id, resolution)
    await undo(ada, mergeId)
    await erase(ada, second.id)
    await assertGone(second)
    for (const each of [first, third]) await assertTold(ada, each)
  })
}

test('when the last of two merges is undone, who came with the first goes with whom it was merged into', async () => {
  const { ada, channels } = await newTeam()
  const [first, second, third] = [
    await newSomebody(ada, channels),
    await newSomebody(ada, channels),
    await newSomebody(ada, channels),
  ]
  await merge(ada, first.id, second.id)
  const { mergeId } = await merge(ada, second.id, third.id)
  await undo(ada, mergeId)
  await erase(ada, second.id)
  for (const each of [first, second]) await assertGone(each)
  await assertWhole(ada, third)
})

test('of one who was separated from another, what is the other’s stays', async () => {
  const { ada, channels } = await newTeam()
  const original = await newSomebody(ada, channels.slice(0, 1))
  const hers = { mark: `zqy${count}sep`, phoneNumber: '+14158887654' }
  const { data: note } = await ok(ada, 'POST', '/api/contact-notes', { contactId: original.id, note: hers.mark }, key())
  const { conversationId, messageId } = await newInbound(ada, channels[0]!, {
    from: original.phoneNumber,
    body: `I am ${hers.mark}`,
  })
  await ok(ada, 'POST', '/api/conversations/assign', { ids: [conversationId], assignees: [ada.user.id] }, key())
  const { data } = await ok(ada, 'POST', `/api/contacts/${original.id}/separate`, {
    fieldSplit: { firstName: { new: hers.mark }, phoneNumber: { new: hers.phoneNumber } },
    childRecordAssignment: { contactNotes: { [note._id]: 'new' } },
    messageSplitPoints: { [conversationId]: messageId },
  })
  await erase(ada, data.newContactId)
  await assertGone(hers)
  await assertWhole(ada, original)
  const [separated] = await eventsOf(ada, 'contact.separated')
  assert.equal(separated?.data['firstName'], `First${original.mark}`)
})

test('of one from whom another was separated, what is the other’s stays', async () => {
  const { ada, channels } = await newTeam()
  const original = await newSomebody(ada, channels.slice(0, 1))
  const { data: note } = await ok(ada, 'POST', '/api/contact-notes', { contactId: original.id, note: 'Hazel' }, key())
  const { conversationId, messageId } = await newInbound(ada, channels[0]!, {
    from: original.phoneNumber,
    body: 'Hazelnut',
  })
  const { data } = await ok(ada, 'POST', `/api/contacts/${original.id}/separate`, {
    fieldSplit: {
      firstName: { original: `First${original.mark}`, new: 'Hazel' },
      lastName: { original: `Last${original.mark}`, new: 'Nut' },
      email: { original: `${original.mark}@example.org`, new: null },
      phoneNumber: { new: '+14158880001' },
    },
    childRecordAssignment: { contactNotes: { [note._id]: 'new' } },
    messageSplitPoints: { [conversationId]: messageId },
  })
  await erase(ada, original.id)
  await assertGone(original)
  const [hers] = await conversationsOf(ada, data.newContactId)
  assert.deepEqual(await messagesOf(ada, hers!._id), ['Hazelnut'])
  const events = await eventsOf(ada)
  const told = (type: string, subjectId: string) =>
    events.find((each) => each.type === type && each.subjectId === subjectId)
  assert.equal(told('message.received', messageId)?.data['content'], 'Hazelnut')
  assert.equal(told('note.added', note._id)?.data['note'], 'Hazel')
  assert.equal(told('contact.created', data.newContactId)?.data['firstName'], 'Hazel')
})
