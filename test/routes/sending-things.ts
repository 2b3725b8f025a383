import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'

import type { Person } from '../factories.ts'

export interface SendingThings {
  scheduledMessage: string
  template: string
  templateCategory: string
  conversationNote: string
}

/** A category of the admin's; the rest is the rep's. */
export async function newSendingThings(admin: Person, rep: Person, conversationId: string): Promise<SendingThings> {
  const scheduledAt = new Date(Date.now() + 200 * 86_400_000).toISOString()
  const later = { conversationId, content: 'Secretly scheduled', scheduledAt }
  const category = { name: `Secret ${randomBytes(8).toString('hex')}` }
  return {
    scheduledMessage: await idOf(rep, '/api/messages/send', later),
    template: await idOf(rep, '/api/user/sms-templates', { name: 'Secret', template: 'A secret' }),
    templateCategory: await idOf(admin, '/api/user/template-categories', category),
    conversationNote: await idOf(rep, `/api/conversation/${conversationId}/notes`, { content: 'A secret' }),
  }
}

async function idOf(person: Person, url: string, body: object): Promise<string> {
  const response = await person.call('POST', url, body)
  assert.ok(response.statusCode < 300, response.body)
  return response.json()._id
}
