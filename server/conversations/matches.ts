import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { viewersOf } from '../identity/visibility.ts'
import type { Database } from '../platform/database.ts'

/** What must be true of a message for these words to stand in it; undefined where there is no word to look for. */
export async function matching(db: Database, text: string): Promise<RawBuilder<boolean> | undefined> {
  // The database reads the question as it read the messages: what is a number, an address or a word there is one here.
  const read = await sql<{ query: string }>`select plainto_tsquery('simple', ${text})::text as query`.execute(db)
  const query = read.rows[0]!.query
  // Who is still typing has not finished the last word.
  return query === '' ? undefined : sql<boolean>`to_tsvector('simple', messages.content) @@ ${`${query}:*`}::tsquery`
}

/** The part of the inbox that is the actor's, by values that the planner knows how often they occur. */
export async function within(db: Database, actor: Actor): Promise<RawBuilder<boolean> | undefined> {
  const viewers = await viewersOf(db, actor)
  if (viewers === undefined) return undefined
  return sql<boolean>`(conversations.user_id = any(${viewers}) or conversations.assignee_ids && ${viewers}::text[])`
}
