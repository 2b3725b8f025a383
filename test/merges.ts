import assert from 'node:assert/strict'

import type { Database } from '../server/platform/database.ts'
import type { App } from '../server/platform/http.ts'
import { newContact, newOrganization } from './factories.ts'
import type { Person } from './factories.ts'

export async function newPair(app: App, fields: object = {}) {
  const ada = await newOrganization(app)
  const [target, source] = [await newContact(ada), await newContact(ada, fields)]
  return { ada, source, target }
}

export async function merge(person: Person, sourceId: string, targetId: string, resolution: object = {}) {
  const response = await person.call('POST', '/api/contacts/merge', { sourceId, targetId, resolution })
  assert.equal(response.statusCode, 200, response.body)
  return response.json().data
}

export async function undo(person: Person, mergeId: string) {
  const response = await person.call('POST', `/api/contacts/merges/${mergeId}/undo`)
  assert.equal(response.statusCode, 200, response.body)
  return response.json().data
}

export async function contactsOf(person: Person) {
  const { data } = (await person.call('GET', '/api/contacts')).json()
  return data.toSorted((one: { _id: string }, other: { _id: string }) => (one._id < other._id ? -1 : 1))
}

export async function conversationsOf(person: Person, contactId: string): Promise<Array<{ _id: string }>> {
  return (await person.call('POST', '/api/conversation/all', { contactId })).json().conversations
}

export async function messagesOf(person: Person, conversationId: string): Promise<string[]> {
  const { messages } = (await person.call('POST', '/api/conversation/messages', { conversationId })).json()
  return messages.map(({ content }: { content: string }) => content)
}

export async function notesOf(person: Person, contactId: string): Promise<string[]> {
  const { data } = (await person.call('GET', `/api/contact-notes?contactId=${contactId}`)).json()
  return data.map(({ note }: { note: string }) => note)
}

export async function send(person: Person, fields: object) {
  const response = await person.call('POST', '/api/messages/send', fields)
  assert.equal(response.statusCode, 200, response.body)
}

export function trySending(person: Person, contactId: string, channelId: string) {
  return person.call('POST', '/api/messages/send', { contactId, channelId, content: 'Hello' })
}

export async function rowOf(db: Database, { user: { organizationId } }: Person, conversationId: string) {
  return db
    .selectFrom('conversations')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', conversationId)
    .executeTakeFirstOrThrow()
}

/** Without what tells only that something happened meanwhile. */
export function asBefore<T extends object>(row: T): Partial<T> {
  const { updatedAt: _, __v: __, isUpdated: ___, ...rest } = row as Record<string, unknown>
  return rest as Partial<T>
}
