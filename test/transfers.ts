import assert from 'node:assert/strict'
import { gunzipSync } from 'node:zlib'

import type { Response } from 'light-my-request'

import { runImport } from '../server/transfers/running.ts'
import type { TestApp } from './app.ts'
import type { Person } from './factories.ts'

export interface ExportLine {
  table?: string
  row?: Record<string, unknown>
  [name: string]: unknown
}

export interface ReadTransfer {
  _id: string
  organizationId: string
  status: string
  lines: number
  linesRead: number
  rows: Record<string, number>
  emailsTaken: string[]
  error: { code: string; line: number | null; message: string } | null
}

/** The file, unpacked. */
export async function exportText(person: Person, organizationId = person.user.organizationId): Promise<string> {
  const answer = await person.call('GET', `/api/organizations/${organizationId}/export`)
  assert.equal(answer.statusCode, 200, answer.body)
  assert.equal(answer.headers['content-encoding'], 'gzip')
  return gunzipSync(answer.rawPayload).toString()
}

export function toLines(text: string): ExportLine[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

export function toText(lines: object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

export function send(
  person: Person,
  file: string | Buffer,
  headers: Record<string, string> = {},
  organizationId = person.user.organizationId,
): Promise<Response> {
  return person.call('POST', `/api/organizations/${organizationId}/import`, file, {
    'content-type': 'application/x-ndjson',
    ...headers,
  })
}

/** Uploads it and does what the worker would do. */
export async function bring(server: TestApp, person: Person, file: string | Buffer): Promise<ReadTransfer> {
  const answer = await send(person, file)
  assert.equal(answer.statusCode, 202, answer.body)
  const { _id: id, organizationId } = answer.json<ReadTransfer>()
  await runImport({ ...server, encryptionKey: server.config.encryptionKey }, { organizationId, id })
  const read = await person.call('GET', `/api/organizations/${organizationId}/import`)
  assert.equal(read.statusCode, 200, read.body)
  return read.json()
}
