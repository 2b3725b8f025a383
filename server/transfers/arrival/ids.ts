import { createHmac } from 'node:crypto'

import { isId } from './values.ts'

/** Of what people wrote, nothing is an id, whatever it looks like. */
const written = new Set(['content', 'note', 'notes', 'text', 'body', 'template', 'description'])

/**
 * Gives everything a new id, the same one for the same old one, without remembering any: so a file of any length needs no
 * memory, two organizations may come from one file, and an id of anybody else leads nowhere. The half that sorts by time
 * stays; the other half only who knows the key can tell.
 */
export class Ids {
  readonly #key: string
  readonly #organizationId: string
  readonly #known = new Map<string, string>()

  constructor(key: string, organizationId: string, formerId: string) {
    this.#key = createHmac('sha256', key).update('ids of what is taken along').digest('hex')
    this.#organizationId = organizationId
    this.#known.set(formerId, organizationId)
  }

  /** Somebody who is here already. */
  know(old: string, present: string): void {
    this.#known.set(old, present)
  }

  isKnown(old: unknown): boolean {
    return this.#known.has(String(old))
  }

  of(old: string): string {
    return this.#known.get(old) ?? old.slice(0, 12) + this.#rest(old)
  }

  /** Wherever they stand, also as the names of fields. */
  within(value: unknown): unknown {
    if (isId(value)) return this.of(value)
    if (Array.isArray(value)) return value.map((each) => this.within(each))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [
        isId(key) ? this.of(key) : key,
        written.has(key) && typeof each === 'string' ? each : this.within(each),
      ]),
    )
  }

  #rest(old: string): string {
    return createHmac('sha256', this.#key).update(`${this.#organizationId} ${old}`).digest('hex').slice(0, 12)
  }
}
