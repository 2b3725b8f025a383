import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newChannel, newColleague, newContact, newInbound, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { listen, openSocket } from '../../test/live.ts'
import type { Ear } from '../../test/live.ts'
import { merge, undo } from '../../test/merges.ts'
import { ok } from '../../test/whole-person.ts'

const server = await startApp()
const { app } = server
const url = await listen(app)

test('who saw a thread that was merged into one that they do not see hears that it is gone', async () => {
  const { ada, rep, source, target, sourceThread } = await newTwoThreads()
  await ok(ada, 'PUT', `/api/conversation/${sourceThread}`, { assignees: [ada.user.id] })
  const [adas, reps] = [await openSocket(url, ada), await openSocket(url, rep)]
  await merge(ada, source._id, target._id)
  await reps.until(() => gone(reps, 'conversation').includes(sourceThread))
  await adas.untilType('conversation.merged')
  assert.deepEqual(gone(adas, 'conversation'), [])
  await Promise.all([adas.close(), reps.close()])
})

test('whoever gets a contact back by an undone merge hears of it, and of what they see no more', async () => {
  const { ada, rep, source, target, targetThread } = await newTwoThreads()
  const { mergeId } = await merge(ada, source._id, target._id)
  const ear = await openSocket(url, rep)
  await undo(ada, mergeId)
  await ear.until(() => gone(ear, 'contact').includes(target._id) && gone(ear, 'conversation').includes(targetThread))
  await ear.until((heard) =>
    heard.some(({ type, subjectId }) => type === 'contact.updated' && subjectId === source._id),
  )
  await ear.close()
})

test('who is left out when a contact becomes two is told', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const contact = await newContact(ada, { assignees: [ada.user.id, rep.user.id] })
  const ear = await openSocket(url, rep)
  await ok(ada, 'POST', `/api/contacts/${contact._id}/separate`, {
    fieldSplit: { firstName: { original: 'Jane', new: 'Joan' }, assignees: 'new' },
  })
  await ear.until(() => gone(ear, 'contact').includes(contact._id))
  await ear.close()
})

test('a view and a template that are shared no more are hidden from everybody else', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const [adas, reps] = [await openSocket(url, ada), await openSocket(url, rep)]
  const view = await ok(ada, 'POST', '/api/conversations/views', { name: 'All', isShared: true, filters: {} })
  await ok(ada, 'PUT', `/api/conversations/views/${view._id}`, { isShared: false })
  const { _id: template } = await ok(ada, 'POST', templates, { name: 'Hi', template: 'Hi', isShared: true })
  await ok(ada, 'PUT', `${templates}/${template}`, { isShared: false })
  await Promise.all([reps.untilType('view.hidden'), reps.untilType('template.hidden')])
  assert.deepEqual(gone(reps, 'template'), [template])
  await adas.untilType('view.changed')
  assert.deepEqual(gone(reps, 'view'), [view._id])
  assert.deepEqual([gone(adas, 'view'), reps.types().includes('view.changed')], [[], false])
  await Promise.all([adas.close(), reps.close()])
})

test('the head of a department whose people change is told to look anew', async () => {
  const ada = await newOrganization(app)
  const [from, to] = [await newDepartment(ada, 'From'), await newDepartment(ada, 'To')]
  const [head, next] = await Promise.all(
    [from, to].map((departmentId) => newColleague(app, ada, 'DEPARTMENT_HEAD', { departmentId })),
  )
  const rep = await newColleague(app, ada, 'SALES_REP', { departmentId: from })
  const ears = [await openSocket(url, head!), await openSocket(url, next!), await openSocket(url, ada)] as const
  await ok(ada, 'PUT', `/api/user/${rep.user.id}`, { departmentId: to })
  await Promise.all([ears[0].untilType('access.changed'), ears[1].untilType('access.changed')])
  await ok(ada, 'DELETE', `/api/user/${rep.user.id}`, { heirId: ada.user.id })
  await ears[1].untilType('access.changed', 2)
  await ears[2].untilType('user.deleted')
  assert.ok(!ears[2].types().includes('access.changed'))
  assert.equal(ears[0].types().filter((type) => type === 'access.changed').length, 1)
  await Promise.all(ears.map((ear) => ear.close()))
})

const templates = '/api/user/sms-templates'

async function newTwoThreads() {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const [source, target] = [await newContact(rep), await newContact(ada)]
  const channel = await newChannel(ada)
  const { conversationId: sourceThread } = await newInbound(ada, channel, { from: source.phoneNumber })
  const { conversationId: targetThread } = await newInbound(ada, channel, { from: target.phoneNumber })
  return { ada, rep, source, target, sourceThread, targetThread }
}

async function newDepartment(ada: Person, name: string): Promise<string> {
  return (await ok(ada, 'POST', '/api/departments', { name }))._id
}

function gone(ear: Ear, noun: string): string[] {
  return ear.heard.filter(({ type }) => type === `${noun}.hidden`).map(({ subjectId }) => subjectId)
}
