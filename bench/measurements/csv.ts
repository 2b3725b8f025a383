import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { password } from '../data/shape.ts'
import { withScratch } from '../data/place.ts'
import { firstNames, lastNames } from '../data/words.ts'
import { onDatabase } from '../dataset.ts'
import type { Dataset } from '../dataset.ts'
import { answerOf, get, headersOf, post } from '../load/requests.ts'
import type { Target } from '../load/requests.ts'
import { startOn, startOurs } from '../servers/servers.ts'
import { atLeast, perSecond } from './measurement.ts'
import type { Figure, Measurement } from './measurement.ts'

export const csv: Measurement = {
  name: 'csv',
  title: 'Contacts from a file and to a file',
  against: 'a bare COPY of the same columns, from a file into a table without an index, and from the table to nowhere',
  async measure({ dataset, effort }) {
    return [...(await measureImport(dataset, effort.rows)), ...(await measureExport(dataset))]
  },
}

async function measureImport({ url }: Dataset, rows: number): Promise<Figure[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tether-csv-'))
  const file = path.join(folder, 'contacts.csv')
  writeFileSync(file, fileOf(rows))
  chmodSync(folder, 0o777)
  chmodSync(file, 0o644)
  try {
    return await withScratch(url, async (scratch) => {
      const bare = rows / (await secondsOfCopy(scratch, file))
      const imported = await importOn(scratch, rows)
      const same = rows / (await secondsOfSameRows(scratch, folder))
      return [
        {
          what: `rows a second of a file of ${rows.toLocaleString('en')}, from its upload to the last result`,
          ours: perSecond(imported.rate),
          baseline: perSecond(bare),
          ...atLeast(imported.rate / bare, 0.2),
        },
        {
          what: 'the same, against a COPY of all that it made (contacts, assignees, events) into the same tables, with their indexes',
          ours: perSecond(imported.rate),
          baseline: perSecond(same),
          ...atLeast(imported.rate / same, 0.2),
        },
        { what: 'memory at its highest, web and worker in one', ours: `${Math.round(imported.peak)} MB`, baseline: '' },
        { what: 'the same before it', ours: `${Math.round(imported.idle)} MB`, baseline: '' },
      ]
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** All different, and no number twice. */
function fileOf(rows: number): string {
  const lines = Array.from({ length: rows }, (_, index) => {
    const first = firstNames[index % firstNames.length]!
    const last = lastNames[(index * 7) % lastNames.length]!
    return `${first},${last},+1415${2_000_000 + index},${first}.${last}${index}@mail.example`.toLowerCase()
  })
  return ['First name,Last name,Phone number,Email', ...lines, ''].join('\n')
}

async function secondsOfCopy(url: string, file: string): Promise<number> {
  return onDatabase(url, async (client) => {
    await client.query('create table bare_contacts (first_name text, last_name text, phone_number text, email text)')
    const start = performance.now()
    await client.query(`copy bare_contacts from '${file}' with (format csv, header)`)
    return (performance.now() - start) / 1000
  })
}

/** What is there to be put into is as full, or as empty, as it was for the import. */
async function secondsOfSameRows(url: string, folder: string): Promise<number> {
  return onDatabase(url, async (client) => {
    const copies: string[] = []
    for (const [table, which] of [
      ['contacts', 'true'],
      ['contact_assignees', 'true'],
      ['events', "type = 'contact.created'"],
    ] as const) {
      const { rows } = await client.query<{ columns: string }>(
        `select string_agg(quote_ident(attname), ', ' order by attnum) as columns from pg_attribute
         where attrelid = '${table}'::regclass and attnum > 0 and attgenerated = '' and not attisdropped`,
      )
      const columns = rows[0]!.columns
      const file = path.join(folder, table)
      await client.query(`copy (select ${columns} from ${table} where ${which}) to '${file}'`)
      copies.push(`copy ${table} (${columns}) from '${file}'`)
    }
    await client.query("delete from contacts; delete from events where type = 'contact.created'")
    for (const table of ['contacts', 'contact_assignees', 'events']) await client.query(`vacuum full ${table}`)
    const start = performance.now()
    for (const copy of copies) await client.query(copy)
    return (performance.now() - start) / 1000
  })
}

async function importOn(url: string, rows: number): Promise<{ rate: number; peak: number; idle: number }> {
  const server = await startOn(url, 'web,worker')
  try {
    const target = { url: server.url, token: await register(server.url) }
    const idle = server.memory()
    let peak = idle
    const start = performance.now()
    const id = await upload(target, fileOf(rows))
    await answerOf(target, post(`/api/contacts/imports/${id}/start`, {}))
    for (;;) {
      const { status, created } = (await answerOf(target, get(`/api/contacts/imports/${id}`))) as Progress
      peak = Math.max(peak, server.memory())
      if (status === 'completed' && created === rows) break
      if (status !== 'running') throw new Error(`${status}, ${created} created`)
      await wait(50)
    }
    return { rate: rows / ((performance.now() - start) / 1000), peak, idle }
  } finally {
    await server.stop()
  }
}

interface Progress {
  status: string
  created: number
}

async function register(url: string): Promise<string> {
  const person = { email: 'ada@example.com', password, fullName: 'Ada Admin', organizationName: 'Acme' }
  return ((await answerOf({ url }, post('/api/auth/register', person))) as { token: string }).token
}

async function upload(target: Target, content: string): Promise<string> {
  const url = '/api/contacts/imports'
  const form = new FormData()
  form.append('file', new Blob([content], { type: 'text/csv' }), 'contacts.csv')
  const headers = headersOf(target, { method: 'POST', path: url })
  const response = await fetch(target.url + url, { method: 'POST', headers, body: form })
  if (!response.ok) throw new Error(`The upload answered ${response.status}: ${await response.text()}`)
  return ((await response.json()) as { _id: string })._id
}

async function measureExport(dataset: Dataset): Promise<Figure[]> {
  const ours = await startOurs(dataset)
  try {
    const bare = dataset.contacts / (await secondsOfCopyTo(dataset))
    const start = performance.now()
    const response = await fetch(`${ours.url}/api/contacts/export?ownerFilter=all`, {
      headers: headersOf(ours, { method: 'GET', path: '' }),
    })
    let lines = -1
    for await (const chunk of response.body!) for (const byte of chunk as Uint8Array) if (byte === 10) lines += 1
    if (lines < dataset.contacts) throw new Error(`${lines} of ${dataset.contacts} contacts were exported.`)
    const rate = lines / ((performance.now() - start) / 1000)
    const what = `rows a second of an export of ${lines.toLocaleString('en')} contacts`
    return [
      { what, ours: perSecond(rate), baseline: perSecond(bare), ratio: rate / bare },
      { what: 'memory after it', ours: `${Math.round(ours.memory())} MB`, baseline: '' },
    ]
  } finally {
    await ours.stop()
  }
}

async function secondsOfCopyTo({ url, organizationId }: Dataset): Promise<number> {
  return onDatabase(url, async (client) => {
    const start = performance.now()
    await client.query(`copy (
      select first_name, last_name, phone_number, email, status, process, source, channel_types, created_at, last_message_time, id
      from contacts where organization_id = '${organizationId}'
    ) to program 'cat > /dev/null' with (format csv)`)
    return (performance.now() - start) / 1000
  })
}
