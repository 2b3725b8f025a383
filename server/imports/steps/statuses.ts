import type { Result } from './plan.ts'
import type { ReadRow } from './reading.ts'

const mostNew = 200

/** A status is free text; so that `hot lead` and `Hot  Lead` are one, the first spelling that is known of it counts. */
export class Statuses {
  readonly #known: Set<string>
  readonly #new: Set<string>
  readonly #spellings = new Map<string, string>()

  /** Those of the organization, the best first, and those that only this file has named so far. */
  constructor(known: string[], fresh: string[]) {
    this.#new = new Set(fresh)
    this.#known = new Set(known)
    for (const status of [...known, ...fresh]) this.spell(status)
  }

  spell(text: string): string {
    if (this.#known.has(text)) {
      if (!this.#spellings.has(plain(text))) this.#spellings.set(plain(text), text)
      return text
    }
    const spelling = this.#spellings.get(plain(text)) ?? text
    this.#spellings.set(plain(text), spelling)
    return spelling
  }

  /** All that only this file has named, after these rows. */
  newWith(rows: ReadRow[], results: Result[]): string[] {
    for (const [index, { values }] of rows.entries()) {
      const { status } = values
      const isTaken = results[index]!.outcome !== 'skipped'
      if (isTaken && typeof status === 'string' && !this.#known.has(status)) this.#new.add(status)
    }
    return [...this.#new].slice(0, mostNew)
  }
}

function plain(status: string): string {
  return status.trim().replace(/\s+/g, ' ').normalize('NFC').toLowerCase()
}
