import { execFileSync } from 'node:child_process'
import path from 'node:path'

import { openDatabase } from '../server/platform/database.ts'
import { migrate } from '../server/platform/migration.ts'
import { withEmptyDatabase } from '../test/database.ts'
import { startTestServer } from '../test/server.ts'

const file = path.join(import.meta.dirname, '../server/platform/schema.ts')

const messageStatus = "'queued' | 'sent' | 'delivered' | 'read' | 'failed' | 'unknown' | 'canceled'"

/** Lists are written as text: the driver would make arrays of them. */
const json = (type: string) => `ColumnType<${type}, string | null | undefined, string | null>`

const columns = {
  'audit_logs.after': 'Record<string, unknown> | null',
  'audit_logs.before': 'Record<string, unknown> | null',
  'channels.settings': 'Record<string, unknown>',
  'contact_fields.data_type': "'string' | 'number' | 'boolean' | 'date' | 'select' | 'url' | 'email' | 'phone'",
  'contact_fields.rules': '{ options?: string[]; pattern?: string; description?: string }',
  'contact_sections.sections': json('Array<{ name: string; isHidden: boolean; fieldIds: string[] }>'),
  'contacts.custom_fields': 'Generated<Record<string, unknown>>',
  'contacts.verified_methods':
    'Generated<Record<string, { verifiedAt: string; verifiedBy: string | null; verificationSource: string | null }>>',
  'conversation_routing.mode': "'owner' | 'round_robin'",
  'conversation_views.filters': 'Record<string, unknown>',
  // Null only while it is being erased, and then nobody meets it.
  'conversations.contact_id': 'string',
  'conversations.last_direction': "'inbound' | 'outbound' | null",
  'conversations.state': "Generated<'open' | 'snoozed' | 'resolved' | 'erased'>",
  'deliveries.status': messageStatus,
  'events.data': 'Record<string, unknown>',
  'organizations.business_hours': json('Record<string, { enabled: boolean; start: string; end: string }> | null'),
  'organizations.document_types': json('Array<{ name: string; isRequired: boolean; description?: string }>'),
  'organizations.exceptional_hours': json(
    'Array<{ date: string; closed: boolean; start?: string; end?: string; label?: string }>',
  ),
  'organizations.holidays': json('Array<{ date: string; label?: string }>'),
  'messages.direction': "'inbound' | 'outbound'",
  'messages.status': messageStatus,
  'users.access_role': "'SUPERADMIN' | 'ADMIN' | 'DEPARTMENT_HEAD' | 'SALES_REP'",
}

/** `npm run types` writes the types of the migrated database; with --verify it only says whether they are the committed ones. */
const removeServer = await startTestServer()
await withEmptyDatabase(async (url) => {
  const db = openDatabase({ url })
  await migrate(db)
  await db.destroy()
  generate(url, process.argv.includes('--verify'))
})
await removeServer()

function generate(url: string, isVerifying: boolean): void {
  const options = [
    ['--dialect', 'postgres'],
    ['--url', url],
    ['--out-file', file],
    ['--default-schema', 'public'],
    ['--exclude-pattern', 'kysely_*'],
    ['--type-mapping', JSON.stringify({ int8: 'number', timestamptz: 'Timestamp', date: 'string' })],
    ['--overrides', JSON.stringify({ columns })],
    ['--camel-case', ...(isVerifying ? ['--verify'] : [])],
  ]
  execFileSync('kysely-codegen', options.flat(), { stdio: 'inherit' })
}
