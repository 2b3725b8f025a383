import { execFileSync } from 'node:child_process'
import path from 'node:path'

import { openDatabase } from '../server/platform/database.ts'
import { migrate } from '../server/platform/migration.ts'
import { withEmptyDatabase } from '../test/database.ts'
import { startTestServer } from '../test/server.ts'

const file = path.join(import.meta.dirname, '../server/platform/schema.ts')

const messageStatus = "'queued' | 'sent' | 'delivered' | 'read' | 'failed' | 'unknown' | 'canceled'"

const columns = {
  'channels.settings': 'Record<string, unknown>',
  'conversation_routing.mode': "'owner' | 'round_robin'",
  'conversation_views.filters': 'Record<string, unknown>',
  'conversations.last_direction': "'inbound' | 'outbound' | null",
  'conversations.state': "Generated<'open' | 'snoozed' | 'resolved'>",
  'deliveries.status': messageStatus,
  'events.data': 'Record<string, unknown>',
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
