import { newNumber } from '../factories.ts'
import { allRoles, anyone, byId, onlyAdmins } from './entry.ts'
import type { Table } from './entry.ts'

const form = { 'content-type': 'application/x-www-form-urlencoded' }

export const messagesTable: Table = {
  'POST /api/conversation/messages': {
    ...allRoles,
    ids: { 'body.conversationId': 'conversation' },
    requests: (own) => [{ body: { conversationId: own.conversation, size: 100 } }],
  },
  'GET /api/conversation/messages': {
    ...allRoles,
    ids: { 'query.conversationId': 'conversation' },
    requests: (own) => [{ query: { conversationId: own.conversation, size: 100 } }],
  },
  'GET /api/conversation/:id/messages': {
    ...allRoles,
    ids: { 'params.id': 'conversation' },
    requests: (own) => [{ params: { id: own.conversation }, query: { size: 100 } }],
  },
  'GET /api/messages': { ...allRoles, requests: () => [{ query: { status: 'queued', size: 50 } }] },
  'GET /api/messages/:id': { ...allRoles, ...byId('message') },
  'POST /api/messages/send': {
    ...allRoles,
    ids: {
      'body.contactId': 'contact',
      'body.channelId': 'channel',
      'body.conversationId': 'conversation',
      'body.templateId': 'template',
      'body.replyToId': 'webchatMessage',
    },
    isPersonal: true,
    requests: (own) => [
      { body: { contactId: own.contact, channelId: own.channel, content: 'Hello' } },
      { body: { conversationId: own.conversation, content: 'Hello', attachments: [], undoSeconds: 1 } },
      { body: { contactId: own.contact, templateId: own.template } },
      { body: { conversationId: own.webchatConversation, content: 'Hello', replyToId: own.webchatMessage } },
    ],
  },
  'POST /api/messages/:id/cancel': { ...allRoles, ...byId('queued') },
  'POST /api/messages/:id/retry': { ...allRoles, ...byId('failed') },
  'GET /api/messages/attachment/:id': { ...allRoles, ...byId('attachment') },
  'POST /api/simulator/inbound': {
    ...onlyAdmins,
    requests: (own) => [{ body: { from: newNumber(), to: own.channelNumber, body: 'Hello', messageId: newNumber() } }],
  },
  'POST /api/simulator/page': {
    ...onlyAdmins,
    requests: (own) => [
      { body: { from: '7000001', to: own.pageId, kind: 'postback', messageId: newNumber(), body: 'Get started' } },
    ],
  },
  'GET /api/simulator/thread': {
    ...onlyAdmins,
    ids: { 'query.channelId': 'channel' },
    requests: (own) => [{ query: { channelId: own.channel, contact: own.phoneNumber, size: 50 } }],
  },
  'GET /api/simulator/visitors': {
    ...onlyAdmins,
    ids: { 'query.channelId': 'channel' },
    requests: (own) => [{ query: { channelId: own.webchat, size: 50 } }],
    isFilledLater: true,
  },
  'GET /api/simulator/messages': {
    ...onlyAdmins,
    filters: { 'query.to': 'phoneNumber' },
    requests: (own) => [{ query: { to: own.phoneNumber, size: 50 } }],
  },
  // Whom they believe, and what of it, is tested beside the connector.
  'POST /api/webhook/twilio/sms': { ...anyone, requests: () => [{ headers: form }] },
  'POST /api/webhook/kannel/sms': { ...anyone, requests: () => [{ headers: { 'content-type': 'text/plain' } }] },
  'GET /api/webhook/kannel/receipt': { ...anyone, requests: () => [{ headers: {} }] },
  'GET /api/webhook/facebook': { ...anyone, requests: () => [{ headers: {} }] },
  'POST /api/webhook/facebook': { ...anyone, requests: () => [{ headers: { 'content-type': 'application/json' } }] },
  'POST /api/webhook/twilio/sms-status': { ...anyone, requests: () => [{ headers: form }] },
}
