import { admins, everyone } from '../../server/identity/actor.ts'
import type { AccessRole } from '../../server/identity/actor.ts'
import { channelsTable } from './channels.ts'
import { contactListsTable } from './contact-lists.ts'
import { contactsTable } from './contacts.ts'
import { conversationsTable } from './conversations.ts'
import { duplicatesTable } from './duplicates.ts'
import type { Entry, Table } from './entry.ts'
import { erasureTable } from './erasure.ts'
import { filesTable } from './files.ts'
import { identityTable } from './identity.ts'
import { importsTable } from './imports.ts'
import { inboxTable } from './inbox.ts'
import { messagesTable } from './messages.ts'
import { notesTable } from './notes.ts'
import { operationsTable } from './operations.ts'
import { organizationsTable } from './organizations.ts'
import { peopleTable } from './people.ts'
import { pushTable } from './push.ts'
import type { Route } from './recorded.ts'
import { sendingTable } from './sending.ts'
import { transfersTable } from './transfers.ts'
import { webchatTable } from './webchat.ts'
import { webhooksTable } from './webhooks.ts'
import { writingTable } from './writing.ts'

const table: Table = {
  ...identityTable,
  ...filesTable,
  ...organizationsTable,
  ...peopleTable,
  ...contactsTable,
  ...contactListsTable,
  ...notesTable,
  ...duplicatesTable,
  ...importsTable,
  ...channelsTable,
  ...conversationsTable,
  ...inboxTable,
  ...messagesTable,
  ...sendingTable,
  ...operationsTable,
  ...erasureTable,
  ...transfersTable,
  ...webhooksTable,
  ...webchatTable,
  ...writingTable,
  ...pushTable,
}

export interface KnownRoute extends Route {
  entry: Entry
}

/** Each route with its entry; throws, and says which, where either has no other. */
export function withEntries(routes: Route[]): KnownRoute[] {
  const asked = routes.filter((route) => !isShadowOfGet(route, routes))
  const unknown = asked.filter((route) => !(route.name in table)).map((route) => route.name)
  const gone = Object.keys(table).filter((name) => !asked.some((route) => route.name === name))
  if (unknown.length > 0) throw new Error(`These routes need an entry in test/routes: ${unknown.join(', ')}`)
  if (gone.length > 0) throw new Error(`These entries in test/routes have no route: ${gone.join(', ')}`)
  return asked.map((route) => Object.assign(route, { entry: table[route.name]! }))
}

/** HEAD goes through the same hooks and the same function. */
function isShadowOfGet(route: Route, routes: Route[]): boolean {
  return route.method === 'HEAD' && routes.some((other) => other.name === `GET ${route.url}`)
}

/** Who may call it with a token. */
export function rolesOf({ roles }: Entry): readonly AccessRole[] {
  if (roles === 'anyone' || roles === 'anyone with a session') return everyone
  return roles === 'anyone, or admins' ? admins : roles
}
