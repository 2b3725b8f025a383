import { createHash } from 'node:crypto'

import { sql } from 'kysely'

import type { Database } from '../platform/database.ts'
import { tooMany } from '../platform/errors.ts'

const minute = 60_000
const mostRemembered = 50_000

/** How often somebody may do something in a minute, counted by all processes together. */
export class Limits {
  /** Who was refused in the present minute is not asked after again. */
  #refused = new Set<string>()
  #refusedIn = 0

  /**
   * Refuses who would do it more often than that. Asked before the transaction that does it, so that what is refused counts
   * as well, and nobody waits for another one's counting.
   */
  async take(db: Database, what: string, who: string, most: number, now = Date.now()): Promise<void> {
    const since = now - (now % minute)
    const key = createHash('sha256').update(`${what} ${who}`).digest('base64url')
    if (this.#wasRefused(key, since)) throw tooOften(since, now)
    const counted = await sql<{ count: number }>`
      insert into webchat_counts (key_hash, minute, count) values (${key}, ${new Date(since)}, 1)
      on conflict (key_hash, minute) do update set count = webchat_counts.count + 1 returning count
    `.execute(db)
    if (counted.rows[0]!.count <= most) return
    this.#refused.add(key)
    throw tooOften(since, now)
  }

  #wasRefused(key: string, since: number): boolean {
    // Whoever would fill the memory makes it begin anew: the database knows.
    if (since !== this.#refusedIn || this.#refused.size >= mostRemembered) {
      this.#refused = new Set()
      this.#refusedIn = since
    }
    return this.#refused.has(key)
  }
}

function tooOften(since: number, now: number) {
  const seconds = Math.max(1, (since + minute - now) / 1000)
  return tooMany('too_many_requests', `That was too often. Try again in ${Math.ceil(seconds)} seconds.`, seconds)
}

/** For the hourly clean-up. */
export async function forgetCounts(db: Database, now: Date): Promise<void> {
  await db
    .deleteFrom('webchatCounts')
    .where('minute', '<', new Date(now.getTime() - 2 * minute))
    .execute()
}
