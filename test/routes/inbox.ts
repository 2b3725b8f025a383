import { allRoles, byId, onlyAdmins } from './entry.ts'
import type { Entry, Table } from './entry.ts'
import type { Things } from './things.ts'

const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString()

/** What is not one's own is answered as not found, one by one, beside what is. */
function forMany(body: (own: Things) => Record<string, unknown> = () => ({})): Entry {
  return {
    ...allRoles,
    filters: { 'body.ids': 'conversation' },
    requests: (own) => [{ body: { ids: [own.conversation], ...body(own) } }],
  }
}

const viewIds = {
  'body.filters.channelId': 'channel',
  'body.filters.assignee': 'user',
  'body.filters.owner': 'user',
} as const

function viewBody(own: Things) {
  return { name: 'Urgent', isShared: false, filters: { channelId: own.channel, assignee: own.user, owner: own.user } }
}

export const inboxTable: Table = {
  'GET /api/user/chat-availability': { ...allRoles, requests: () => [{}] },
  'PUT /api/user/chat-availability': { ...allRoles, requests: () => [{ body: { isAvailable: true } }] },
  'GET /api/conversations': {
    ...allRoles,
    filters: {
      'query.channelId': 'channel',
      'query.assignee': 'user',
      'query.owner': 'user',
      'query.ids': 'conversation',
    },
    requests: (own) => [
      { query: { ids: own.conversation, state: 'all' } },
      { query: { mentioned: 'true', status: 'New Lead' } },
      { query: { followed: 'false', waitingMinutes: 5 } },
      {
        query: {
          where: JSON.stringify({
            match: 'any',
            groups: [
              { match: 'all', conditions: [{ tag: 'vip', not: true }, { unread: true }] },
              { match: 'any', conditions: [{ assignee: 'me' }, { channelType: 'sms' }] },
            ],
          }),
        },
      },
      {
        query: { state: 'open', channelId: own.channel, assignee: own.user, owner: own.user, sort: 'newest', size: 50 },
      },
      { query: { search: 'Jane', text: 'secr', unread: 'true', waiting: 'false', optedOut: 'false', size: 1 } },
    ],
  },
  'GET /api/conversations/counts': {
    ...allRoles,
    ids: { 'query.channelId': 'channel', 'query.owner': 'user', 'query.assignee': 'user' },
    requests: (own) => [
      { query: { channelId: own.channel, search: 'Jane' } },
      { query: { channelType: 'sms', owner: own.user, assignee: own.user } },
      { query: { unread: 'true', waiting: 'false', state: 'resolved' } },
    ],
  },
  'GET /api/conversations/counts/by/:dimension': {
    ...allRoles,
    requests: () => ['channel', 'channelType', 'owner', 'assignee'].map((dimension) => ({ params: { dimension } })),
  },
  'GET /api/conversations/views': { ...allRoles, isPersonal: true, requests: () => [{}] },
  'POST /api/conversations/views': { ...allRoles, ids: viewIds, requests: (own) => [{ body: viewBody(own) }] },
  'PUT /api/conversations/views/pins': {
    ...allRoles,
    isPersonal: true,
    ids: { 'body.viewIds': 'view' },
    requests: (own) => [{ body: { viewIds: [own.view], standing: ['waiting'] } }],
  },
  'PUT /api/conversations/views/:id': {
    ...allRoles,
    isPersonal: true,
    ids: { 'params.id': 'view', ...viewIds },
    requests: (own) => [{ params: { id: own.view }, body: viewBody(own) }],
  },
  'DELETE /api/conversations/views/:id': { ...allRoles, ...byId('view'), isPersonal: true },
  'POST /api/conversations/assign': {
    ...forMany((own) => ({ assignees: [own.user] })),
    ids: { 'body.assignees': 'user' },
  },
  'POST /api/conversations/resolve': forMany(),
  'POST /api/conversations/reopen': forMany(),
  'POST /api/conversations/tag': forMany(() => ({ add: ['urgent'], remove: ['calm'] })),
  'POST /api/conversations/seen': forMany(),
  'POST /api/conversations/unseen': forMany(),
  'POST /api/conversations/snooze': forMany(() => ({ until: tomorrow() })),
  'POST /api/conversations/unsnooze': forMany(),
  'POST /api/conversations/follow': forMany(),
  'POST /api/conversations/unfollow': forMany(),
  'GET /api/conversation/:id/followers': { ...allRoles, ...byId('conversation') },
  'PUT /api/conversation/:id/snooze': {
    ...allRoles,
    ids: { 'params.id': 'conversation' },
    requests: (own) => [{ params: { id: own.conversation }, body: { until: tomorrow() } }],
  },
  'DELETE /api/conversation/:id/snooze': { ...allRoles, ...byId('conversation') },
  'GET /api/channels/:id/routing': { ...onlyAdmins, ...byId('channel') },
  'PUT /api/channels/:id/routing': {
    ...onlyAdmins,
    ids: { 'params.id': 'channel', 'body.userIds': 'user', 'body.departmentId': 'department' },
    requests: (own) => [
      {
        params: { id: own.channel },
        body: {
          mode: 'round_robin',
          capacity: 5,
          userIds: [own.user],
          departmentId: own.department,
          isInBusinessHours: false,
        },
      },
    ],
  },
  'GET /api/messages/search': {
    ...allRoles,
    filters: { 'query.conversationId': 'conversation', 'query.contactId': 'contact' },
    requests: (own) => [
      { query: { q: 'secretly', size: 10, conversationId: own.conversation, contactId: own.contact } },
    ],
  },
}
