import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import { followingTables } from './merging.ts'

const { db } = await startApp()

/** With what becomes of their rows when a contact is merged into another one, or a conversation into another one. */
const known: Record<string, Record<string, string>> = {
  contacts: {
    contact_assignees: 'joined',
    contact_keys: 'made again by the comparison',
    contact_numbers: 'the target’s',
    conversations: 'moved or joined',
    ...Object.fromEntries(followingTables.map((table) => [table, 'moved'])),
  },
  conversations: {
    conversation_assignees: 'joined',
    conversation_followers: 'joined',
    conversation_clocks: 'goes on in the other, where the log tells of the merge',
    conversation_notes: 'moved',
    conversation_seen: 'who looks at the joined thread sees it anew',
    csat_requests: 'moved, where conversations are joined',
    drafts: 'half a sentence stays behind with the thread that it answered',
    messages: 'moved',
    scheduled_messages: 'moved',
  },
}

for (const [table, expected] of Object.entries(known)) {
  test(`of every table that points to ${table} a merge knows what becomes of its rows`, async () => {
    const found = await sql<{ name: string }>`
      select distinct k.conrelid::regclass::text as name from pg_constraint k
      where k.contype = 'f' and k.confrelid = ${table}::regclass order by 1
    `.execute(db)
    assert.deepEqual(
      found.rows.map(({ name }) => name),
      Object.keys(expected).toSorted(),
      `Deleting a merged row of ${table} takes along what points to it: say in merging.ts what is to follow instead.`,
    )
  })
}
