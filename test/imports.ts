import assert from 'node:assert/strict'

import { until } from './factories.ts'
import type { Person } from './factories.ts'
import { importFile } from './routes/import-file.ts'

interface NamedRow {
  row: number
  code: string
  reason: string
  column: number | null
  value: string | null
}

/** An import as the API answers with it. */
export interface ReadImport {
  _id: string
  status: string
  encoding: string
  delimiter: string
  columns: Array<{ index: number; name: string; samples: string[] }>
  mapping: Array<{ column: number; field: string }>
  rows: number
  processed: number
  created: number
  updated: number
  skipped: number
  warned: number
  contactStatus: string | null
  contactTags: string[]
  newStatuses: string[]
  undone: number
  kept: number
  problems: NamedRow[]
  warnings: NamedRow[]
  keptRows: Array<{ row: number; reason: string }>
}

export async function upload(person: Person, content: string | Buffer, name?: string): Promise<ReadImport> {
  const answer = await person.call('POST', '/api/contacts/imports', importFile(content, name))
  assert.equal(answer.statusCode, 201, answer.body)
  return answer.json()
}

export async function readImport(person: Person, id: string): Promise<ReadImport> {
  const answer = await person.call('GET', `/api/contacts/imports/${id}`)
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json()
}

/** Starts it and waits for the worker to be done with it. */
export async function runImport(person: Person, id: string, options: object = {}): Promise<ReadImport> {
  return untilStatus(person, id, 'start', 'completed', options)
}

export async function dryRun(person: Person, id: string, options: object = {}): Promise<ReadImport> {
  return untilStatus(person, id, 'dry-run', 'checked', options)
}

export async function undo(person: Person, id: string): Promise<ReadImport> {
  return untilStatus(person, id, 'undo', 'undone')
}

async function untilStatus(
  person: Person,
  id: string,
  verb: string,
  status: string,
  options?: object,
): Promise<ReadImport> {
  const answer = await person.call('POST', `/api/contacts/imports/${id}/${verb}`, options)
  assert.equal(answer.statusCode, 202, answer.body)
  return until(async () => {
    const row = await readImport(person, id)
    return row.status === status && row
  }, `the import to be ${status}`)
}

export interface ListedContact {
  _id: string
  firstName: string | null
  lastName: string | null
  phoneNumber: string
  email: string | null
  status: string
  source: string
  userId: string
  assignees: string[]
  /** And what else it has, with the organization's own fields. */
  [name: string]: unknown
}

/** All that the person sees, by their numbers. */
export async function contactsOf(person: Person): Promise<Record<string, ListedContact>> {
  const answer = await person.call('GET', '/api/contacts?size=500')
  const { data, total } = answer.json<{ data: ListedContact[]; total: number }>()
  assert.equal(total, data.length)
  return Object.fromEntries(data.map((contact) => [contact.phoneNumber, contact]))
}
