/** What generated clients call each operation. A name that has been published is not changed. */
const names: Record<string, string> = {
  'POST /api/auth/login': 'logIn',
  'GET /api/auth/verify-token': 'verifyToken',
  'POST /api/auth/refresh': 'refreshToken',
  'POST /api/auth/register': 'register',
  'GET /api/user/profile': 'readProfile',
  'PUT /api/user/profile': 'updateProfile',
  'GET /api/user/list': 'listUsers',
  'POST /api/user/list': 'listUsersByPost',
  'PUT /api/user/:id': 'updateUser',
  'GET /api/departments': 'listDepartments',
  'POST /api/departments': 'addDepartment',
  'GET /api/contacts': 'listContacts',
  'POST /api/contact': 'createContact',
  'GET /api/contacts/:id': 'readContact',
  'PUT /api/contact': 'updateContact',
  'PATCH /api/contacts/:id': 'patchContact',
  'DELETE /api/contacts/:id': 'deleteContact',
  'GET /api/channels': 'listChannels',
  'POST /api/channels': 'createChannel',
  'GET /api/channels/:id': 'readChannel',
  'PUT /api/channels/:id': 'updateChannel',
  'DELETE /api/channels/:id': 'deleteChannel',
  'POST /api/channels/:id/disable': 'disableChannel',
  'POST /api/channels/:id/enable': 'enableChannel',
  'POST /api/channels/:id/test': 'testChannel',
  'POST /api/conversation/all': 'listConversations',
  'GET /api/conversation/all': 'listConversationsByQuery',
  'GET /api/conversation/:id': 'readConversation',
  'PUT /api/conversation/:id': 'updateConversation',
  'PUT /api/conversation/:id/resolve': 'resolveConversation',
  'POST /api/conversation/unseen': 'markConversationUnseen',
  'POST /api/contact/message-seen': 'markConversationSeen',
  'DELETE /api/conversation': 'deleteConversation',
  'DELETE /api/conversation/:id': 'deleteConversationByPath',
  'POST /api/conversation/messages': 'listMessages',
  'GET /api/conversation/messages': 'listMessagesByQuery',
  'GET /api/conversation/:id/messages': 'listMessagesByPath',
  'GET /api/messages': 'listUnsettledMessages',
  'GET /api/messages/:id': 'readMessage',
  'POST /api/messages/send': 'sendMessage',
  'POST /api/messages/:id/cancel': 'cancelMessage',
  'POST /api/messages/:id/retry': 'retryMessage',
  'GET /api/messages/attachment/:id': 'readAttachment',
  'POST /api/simulator/inbound': 'simulateInbound',
  'GET /api/simulator/messages': 'listPhoneMessages',
  'POST /api/webhook/twilio/sms': 'receiveTwilioMessage',
  'POST /api/webhook/twilio/sms-status': 'receiveTwilioReceipt',
  'GET /api/event-logs': 'readEvents',
  'GET /api/event-logs/:id': 'readEvent',
  'GET /api/reports/daily-messages': 'reportDailyMessages',
  'GET /api/organizations': 'listOrganizations',
  'POST /api/organizations': 'addOrganization',
  'GET /api/organizations/user': 'readOwnOrganization',
  'PUT /api/organizations/user': 'updateOwnOrganization',
  'GET /api/organizations/:id': 'readOrganization',
  'PUT /api/organizations/:id/document-types': 'replaceDocumentTypes',
  'GET /api/organizations/:id/contact-protection-settings': 'readContactProtection',
  'PUT /api/organizations/:id/contact-protection-settings': 'updateContactProtection',
  'GET /api/organizations/:id/business-hours': 'readBusinessHours',
  'PUT /api/organizations/:id/business-hours': 'updateBusinessHours',
  'GET /api/organizations/sections/:id': 'listSections',
  'PUT /api/organizations/sections/:id': 'replaceSections',
  'GET /api/health': 'readHealth',
}

/** Where nobody has named it, method and path do: `POST /api/tags/:id/merge` is `postTagsByIdMerge`. */
export function operationIdOf(method: string, path: string): string {
  return names[`${method} ${path}`] ?? derived(method, path)
}

function derived(method: string, path: string): string {
  const words = path
    .replace(/^\/api/, '')
    .replaceAll('/:', '/by/')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}
