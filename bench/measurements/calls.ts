import type { Dataset } from '../dataset.ts'
import { get, post, random } from '../load/requests.ts'
import type { Call } from '../load/requests.ts'

export interface NamedCall {
  what: string
  next: (dataset: Dataset) => Call
}

export const conversation: NamedCall = {
  what: 'one conversation',
  next: (dataset) => get(`/api/conversation/${random(dataset.conversationIds)}`),
}

export const messages: NamedCall = {
  what: '50 messages of a conversation',
  next: (dataset) =>
    post('/api/conversation/messages', { conversationId: random(dataset.longConversationIds), size: 50 }),
}

export const firstPage: NamedCall = {
  what: 'page 1 of contacts',
  next: () => get('/api/contacts?page=1&size=10'),
}

/** The last page that the small data has. */
export const deepPage: NamedCall = {
  what: 'page 1,000 of contacts, total exact',
  next: (dataset) => get(`/api/contacts?page=${Math.min(1000, Math.floor(dataset.contacts / 10))}&size=10`),
}

export const send: NamedCall = {
  what: 'send of a message',
  next: (dataset) =>
    post('/api/messages/send', {
      conversationId: random(dataset.conversationIds),
      content: 'Your appointment is tomorrow at 2:30 pm. Reply C to confirm.',
    }),
}
