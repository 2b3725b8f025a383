import type { QueryClient } from '@tanstack/react-query'

import { askFor, countsKey, listsKey, onesKey } from '../queries.ts'
import type { Listed } from '../queries.ts'
import { foldInto, listsOf } from './lists.ts'
import type { List } from './lists.ts'
import { Pace } from './pacing.ts'

const mostAsked = 100
const once = { every: 1000, soon: 80 }
const counting = { every: 2000, soon: 150 }

interface Pending {
  ids: Set<string>
  pace: Pace
}

/**
 * Keeps what is on the screen as it is by now. It does not know what belongs to a list: it collects what something happened
 * to, and asks the server which of these do, once a second for each list, whatever goes on.
 */
export class Follower {
  readonly #queries: QueryClient
  readonly #lists = new Map<string, Pending>()
  readonly #counts: Pace
  readonly #ones: Pace
  #touchedOnes = new Set<string>()

  constructor(queries: QueryClient) {
    this.#queries = queries
    this.#counts = new Pace(() => queries.invalidateQueries({ queryKey: countsKey }), counting)
    this.#ones = new Pace(() => this.#askOnes(), once)
  }

  /** Something happened to these. What one did oneself is asked about without waiting. */
  touch(ids: readonly string[], { isOwn = false } = {}): void {
    if (ids.length === 0) return
    for (const list of listsOf(this.#queries)) {
      if (list.isActive && list.data) this.#note(list, ids, isOwn)
    }
    // What nobody looks at is read again when somebody does.
    void this.#queries.invalidateQueries({ queryKey: listsKey, type: 'inactive', refetchType: 'none' })
    for (const id of ids) if (this.#queries.getQueryData([...onesKey, id])) this.#touchedOnes.add(id)
    if (this.#touchedOnes.size > 0) askOf(this.#ones, isOwn)
    this.recount(isOwn)
  }

  recount(isOwn = false): void {
    askOf(this.#counts, isOwn)
  }

  /** What cannot be seen any more is nowhere. */
  forget(id: string): void {
    for (const list of listsOf(this.#queries)) foldInto(this.#queries, list, new Set([id]), [])
    void this.#queries.invalidateQueries({ queryKey: [...onesKey, id] })
    this.recount()
  }

  stop(): void {
    for (const { pace } of this.#lists.values()) pace.stop()
    this.#counts.stop()
    this.#ones.stop()
  }

  #note(list: List, ids: readonly string[], isOwn: boolean): void {
    const name = JSON.stringify(list.key)
    const pending = this.#lists.get(name) ?? { ids: new Set(), pace: new Pace(() => this.#ask(name), once) }
    this.#lists.set(name, pending)
    for (const id of ids) pending.ids.add(id)
    askOf(pending.pace, isOwn)
  }

  async #ask(name: string): Promise<void> {
    const pending = this.#lists.get(name)!
    const list = listsOf(this.#queries).find(({ key }) => JSON.stringify(key) === name)
    if (!list?.isActive || !list.data) {
      this.#lists.delete(name)
      return
    }
    const asked = takeSome(pending.ids, list.data)
    if (asked.length === 0) return
    try {
      const found = await askFor(list.filters, asked, mostAsked)
      foldInto(this.#queries, list, new Set(asked), found)
    } catch (error) {
      // Not lost: they are asked about with the next ones.
      for (const id of asked) pending.ids.add(id)
      throw error
    }
    if (pending.ids.size > 0) pending.pace.ask()
  }

  async #askOnes(): Promise<void> {
    const ids = this.#touchedOnes
    this.#touchedOnes = new Set()
    const isTouched = (key: readonly unknown[]) => ids.has(String(key[onesKey.length]))
    await this.#queries.invalidateQueries({ queryKey: onesKey, predicate: ({ queryKey }) => isTouched(queryKey) })
  }
}

function askOf(pace: Pace, isOwn: boolean): void {
  if (isOwn) pace.hurry()
  else pace.ask()
}

/** Those on the screen first. Where more happens than can be asked about, the oldest news is still not forgotten. */
function takeSome(ids: Set<string>, { pages }: Listed): string[] {
  const listed = new Set(pages.flatMap(({ conversations }) => conversations.map(({ _id }) => _id)))
  const isListed = (id: string) => listed.has(id)
  const all = [...ids]
  const ordered = all.length > mostAsked ? [...all.filter(isListed), ...all.filter((id) => !isListed(id))] : all
  const taken = ordered.slice(0, mostAsked)
  for (const id of taken) ids.delete(id)
  return taken
}

const followers = new WeakMap<QueryClient, Follower>()

/** The one of these caches. */
export function followerOf(queries: QueryClient): Follower {
  const known = followers.get(queries) ?? new Follower(queries)
  followers.set(queries, known)
  return known
}
