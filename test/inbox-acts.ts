import type { App } from '../server/platform/http.ts'
import { newChannel, newColleague, newContact, newInbound, newNumber, newOrganization } from './factories.ts'
import type { Person } from './factories.ts'

export type Inbox = Awaited<ReturnType<typeof newInbox>>

/** An organization of four people with two channels, and contacts who have written on the first. */
export async function newInbox(app: App, size: number) {
  const ada = await newOrganization(app)
  const departmentId = (await ada.call('POST', '/api/departments', { name: 'Sales' })).json()._id
  const head = await newColleague(app, ada, 'DEPARTMENT_HEAD', { departmentId })
  const rep = await newColleague(app, ada, 'SALES_REP', { departmentId })
  const other = await newColleague(app, ada, 'SALES_REP')
  const people = [ada, head, rep, other]
  const channels = [await newChannel(ada), await newChannel(ada)]
  const contacts = []
  for (let index = 0; index < size; index++) contacts.push(await newContact(ada))
  const threads = []
  for (const { phoneNumber: from } of contacts) {
    threads.push((await newInbound(ada, channels[0]!, { from })).conversationId)
  }
  /** One of the reps is deleted; the other inherits. */
  const leave = async () => {
    await ada.call('DELETE', `/api/user/${other.user.id}`, { heirId: rep.user.id })
    people.pop()
  }
  return { ada, people, channels, contacts, threads, leave }
}

/** Numbers between 0 and 1 that are the same in every run. */
export function drawn(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

type Draw = () => number

/** Does one thing that people and contacts do all day; also what is refused, or changes nothing. */
export async function act(inbox: Inbox, draw: Draw): Promise<void> {
  const { ada, people, channels } = inbox
  const one = <T>(of: T[]) => of[Math.floor(draw() * of.length)]!
  const all = (await ada.call('GET', '/api/conversations?state=all&size=200')).json().conversations
  const thread: { _id: string; contact: { _id: string; phoneNumber: string } } = one(all)
  const another: typeof thread = one(all)
  const ids = [thread._id, another._id]
  const person = one(people)
  const users = people.map(({ user }) => user.id).filter(() => draw() < 0.35)
  const change = (verb: string, body: object = {}) =>
    person.call('POST', `/api/conversations/${verb}`, { ids, ...body })
  const from = thread.contact.phoneNumber

  await one<() => Promise<unknown>>([
    () => newInbound(ada, one(channels), { from }),
    () => newInbound(ada, one(channels), { from }),
    () => newInbound(ada, one(channels), { from: newNumber() }),
    () => ada.call('POST', '/api/messages/send', { conversationId: thread._id, content: 'Yes' }),
    () =>
      ada.call('POST', '/api/messages/send', {
        contactId: thread.contact._id,
        channelId: one(channels)._id,
        content: 'Hi',
      }),
    () => change('assign', { assignees: users }),
    () => change('assign', { assignees: [] }),
    () => change('resolve'),
    () => change('reopen'),
    () => change('seen'),
    () => change('seen'),
    () => change('unseen'),
    () => change('snooze', { until: new Date(Date.now() + 300 + draw() * 1000) }),
    () => change('unsnooze'),
    () => change('tag', { add: ['urgent'] }),
    () => change(draw() < 0.5 ? 'follow' : 'unfollow'),
    () => ada.call('PUT', `/api/contacts/${thread.contact._id}`, { userId: one(people).user.id }),
    () => ada.call('PUT', `/api/contacts/${thread.contact._id}`, { assignees: users }),
    () => setRouting(ada, one(channels)._id, draw() < 0.7),
    () => person.call('PUT', '/api/user/chat-availability', { isAvailable: draw() < 0.5 }),
    () => (draw() < 0.5 ? ada.call('DELETE', `/api/conversation/${thread._id}`) : Promise.resolve()),
    () => removeContact(ada, thread.contact._id, draw()),
    () => mergeOrPart(ada, thread.contact._id, another.contact._id, draw()),
    () => separate(ada, thread.contact._id),
  ])()
}

function setRouting(ada: Person, channelId: string, isInTurn: boolean) {
  const mode = isInTurn ? 'round_robin' : 'owner'
  return ada.call('PUT', `/api/channels/${channelId}/routing`, { mode, capacity: 3, userIds: [] })
}

function removeContact(ada: Person, contactId: string, chance: number) {
  if (chance < 0.3) return ada.call('DELETE', `/api/contacts/${contactId}`)
  if (chance < 0.5) return ada.call('DELETE', '/api/contacts/bulk-delete', { contactIds: [contactId] })
  return Promise.resolve()
}

async function mergeOrPart(ada: Person, sourceId: string, targetId: string, chance: number) {
  if (chance < 0.6) return ada.call('POST', '/api/contacts/merge', { sourceId, targetId, resolution: {} })
  const [merge] = (await ada.call('GET', '/api/contacts/merges')).json().data
  return merge && ada.call('POST', `/api/contacts/merges/${merge._id}/undo`)
}

/** All that is said with them goes to somebody new. */
async function separate(ada: Person, contactId: string) {
  const { conversations } = (await ada.call('GET', `/api/conversation/all?contactId=${contactId}`)).json()
  const parts = Object.fromEntries((conversations as Array<{ _id: string }>).map(({ _id }) => [_id, 'new']))
  const fieldSplit = { phoneNumber: { new: newNumber() } }
  const body = { fieldSplit, childRecordAssignment: { conversations: parts } }
  return ada.call('POST', `/api/contacts/${contactId}/separate`, body)
}
