import { randomUUID } from 'node:crypto'

import { formOf } from '../files.ts'
import { allRoles, anyone, byId, onlyAdmins } from './entry.ts'
import type { Entry, RouteRequest, Table } from './entry.ts'
import type { Things } from './things.ts'

const settings = { color: '#123456', allowedDomains: ['shop.example'], csat: { isAutomatic: true } }
const rating = { rating: 4, feedback: 'Fine' }

/** Called with the secret of a visitor instead of a user's token. */
function asVisitor(request: RouteRequest = {}): Entry {
  return {
    roles: 'anyone with a session',
    ids: {},
    requests: (own) => [{ ...request, headers: sessionOf(own) }],
  }
}

function sessionOf(own: Things): Record<string, string> {
  return { authorization: `Bearer ${own.webchatId}` }
}

export const webchatTable: Table = {
  'GET /api/webchats': { ...allRoles, requests: () => [{}] },
  'GET /api/webchats/:id': { ...allRoles, ...byId('webchat') },
  'POST /api/webchats': {
    ...onlyAdmins,
    ids: { 'body.userId': 'user' },
    requests: (own) => [{ body: { name: 'Website', userId: own.user, ...settings } }],
  },
  'PUT /api/webchats/:id': {
    ...onlyAdmins,
    ids: { 'params.id': 'webchat', 'body.userId': 'user' },
    requests: (own) => [{ params: { id: own.webchat }, body: { name: 'Shop', userId: own.user, ...settings } }],
  },
  'DELETE /api/webchats/:id': { ...onlyAdmins, ...byId('webchat') },
  'POST /api/webchats/:id/identity-secret': { ...onlyAdmins, ...byId('webchat') },
  'GET /api/webchat/:key': { ...anyone, requests: (own) => [{ params: { key: own.webchatKey } }] },
  'POST /api/webchat/:key/sessions': {
    ...anyone,
    requests: (own) => [{ params: { key: own.webchatKey }, body: { webchatId: own.webchatId } }],
  },
  'PUT /api/webchat/form': asVisitor({ body: { name: 'Jane', email: 'jane@example.org' } }),
  'GET /api/webchat/messages': asVisitor({ query: { size: 10 } }),
  'POST /api/webchat/messages': {
    roles: 'anyone with a session',
    ids: { 'body.files': 'webchatFile' },
    requests: (own) => [
      { body: { clientId: randomUUID(), content: 'Look', files: [own.webchatFile] }, headers: sessionOf(own) },
    ],
  },
  'POST /api/webchat/files': {
    roles: 'anyone with a session',
    ids: {},
    requests: (own) => [
      { form: () => formOf('file', [['note.txt', Buffer.from('A note')]], {}), headers: sessionOf(own) },
    ],
  },
  'POST /api/webchat/marks': asVisitor({ body: {} }),
  'POST /api/webchat/csat': asVisitor({ body: rating }),
  'POST /api/webhook/webchat': {
    ...anyone,
    requests: (own) => [
      { body: { webchatId: own.webchatId, webchatConfigId: own.webchatKey, message: 'Hello' }, headers: {} },
    ],
  },
  'GET /api/messages/webchat/:webchatId': {
    ...anyone,
    requests: (own) => [{ params: { webchatId: own.webchatId }, headers: {} }],
  },
  'POST /api/conversation/csat': {
    ...anyone,
    requests: (own) => [{ body: { webchatId: own.webchatId, ...rating }, headers: {} }],
  },
  'GET /api/conversation/webchat/:webchatId/csat-status': {
    ...anyone,
    requests: (own) => [{ params: { webchatId: own.webchatId }, headers: {} }],
  },
  'GET /api/conversation/:id/visitors': { ...allRoles, ...byId('webchatConversation') },
  'POST /api/conversation/:id/visitors/:visitorId/end': {
    ...allRoles,
    ids: { 'params.id': 'webchatConversation', 'params.visitorId': 'webchatVisitor' },
    requests: (own) => [{ params: { id: own.webchatConversation, visitorId: own.webchatVisitor } }],
  },
  'GET /api/conversation/:id/csat': { ...allRoles, ...byId('webchatConversation') },
  'POST /api/conversation/:id/csat': { ...allRoles, ...byId('webchatConversation', rating) },
  'POST /api/conversation/:id/csat/request': { ...allRoles, ...byId('webchatConversation') },
  ...Object.fromEntries(
    ['/widget.js', '/widget/frame', '/widget/assets/*', '/demo'].map((url) => [`GET ${url}`, anyone]),
  ),
}
