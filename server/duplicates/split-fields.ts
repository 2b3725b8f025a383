import { firstPlace } from '../contacts/places.ts'
import type { Contact } from '../contacts/row.ts'
import { methodsKept } from '../contacts/verified-methods.ts'
import { countryOf } from '../identity/organizations.ts'
import type { Trx } from '../platform/database.ts'
import { invalid } from '../platform/errors.ts'
import { toPhoneNumber } from '../platform/phone-numbers.ts'

export type Side = 'original' | 'new'

/** What each of the two gets. */
export interface Halves<T> {
  original?: T
  new?: T
}

export interface FieldSplit {
  firstName?: Halves<string | null>
  lastName?: Halves<string | null>
  email?: Halves<string | null>
  phoneNumber?: Halves<string | null>
  customFields?: Halves<Record<string, unknown>>
  /** Who keeps it, where it is one's alone; both, where nothing is said. */
  status?: Side
  pipelineId?: Side
  pipelineStage?: Side
  assignees?: Side
  tags?: Side
}

/** The fields of both as they will be. What is not said stays with the original alone. */
export async function splitFields(trx: Trx, before: Contact, split: FieldSplit) {
  const places = await splitPlaces(trx, before, split)
  const numbers = await splitNumbers(trx, before, split.phoneNumber)
  const both = { firstName: split.firstName, lastName: split.lastName, email: inLowerCase(split.email) }
  const emails = { original: valueOf(both.email.original, before.email), separated: both.email.new ?? null }
  const others = before.secondaryPhoneNumber.filter((number) => number !== numbers.separated)
  return {
    original: {
      firstName: valueOf(both.firstName?.original, before.firstName),
      lastName: valueOf(both.lastName?.original, before.lastName),
      email: emails.original,
      phoneNumber: numbers.original,
      verifiedMethods: methodsKept(before.verifiedMethods, {
        phoneNumber: numbers.original,
        secondaryPhoneNumber: others,
        email: emails.original,
      }),
      tags: split.tags === 'new' ? [] : before.tags,
      ...places.original,
    },
    separated: {
      firstName: both.firstName?.new ?? null,
      lastName: both.lastName?.new ?? null,
      email: emails.separated,
      phoneNumber: numbers.separated,
      verifiedMethods: methodsKept(before.verifiedMethods, {
        phoneNumber: numbers.separated,
        secondaryPhoneNumber: [],
        email: emails.separated,
      }),
      tags: split.tags === 'original' ? [] : before.tags,
      ...places.separated,
    },
  }
}

/** Status, stage and pipeline are one thing: whoever does not keep it begins where new contacts do. */
async function splitPlaces(trx: Trx, before: Contact, { status, pipelineId, pipelineStage }: FieldSplit) {
  const [side, ...others] = new Set([status, pipelineId, pipelineStage].filter((each) => each !== undefined))
  if (others.length > 0) {
    throw invalid(
      'fieldSplit.status',
      'status, pipelineId and pipelineStage go together: give all of them to the same one.',
    )
  }
  const here = { pipelineId: before.pipelineId, status: before.status }
  const begin = side === undefined ? here : await firstPlace(trx, before.organizationId)
  return { original: side === 'new' ? begin : here, separated: side === 'original' ? begin : here }
}

async function splitNumbers(trx: Trx, before: Contact, halves: FieldSplit['phoneNumber'] = {}) {
  const country = await countryOf(trx, before.organizationId)
  const read = (spelled: string | null) => (spelled ? toPhoneNumber(spelled, country) : null)
  const original = halves.original === undefined ? before.phoneNumber : read(halves.original)
  const separated = read(halves.new ?? null)
  if (original !== null && original === separated) {
    const message = `two contacts cannot have the same number: give ${original} to one of them.`
    throw invalid('fieldSplit.phoneNumber', message)
  }
  return { original, separated }
}

function valueOf(given: string | null | undefined, before: string | null): string | null {
  return given === undefined ? before : given
}

function inLowerCase(halves: FieldSplit['email'] = {}): Halves<string | null> {
  const entries = Object.entries(halves).map(([side, email]) => [side, email?.toLowerCase() ?? null])
  return Object.fromEntries(entries) as Halves<string | null>
}
