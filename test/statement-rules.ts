import { appendFileSync } from 'node:fs'

import { DefaultQueryCompiler } from 'kysely'
import type { KyselyPlugin, PluginTransformQueryArgs, PluginTransformResultArgs } from 'kysely'

/** Belong to no organization: what is unique across them, and what works like a queue. */
export const globalTables = ['organizations', 'logins', 'channel_routes', 'login_failures']

const organizationTables =
  /\b(?:from|join|into|update)\s+"?(events|event_cursors|event_positions|idempotency_keys|departments|users|known_addresses|contacts|contact_assignees|contact_counts|opt_outs|channels|channel_pacing|simulator_messages|conversations|conversation_assignees|messages|outbox|attempts|deliveries|unmatched_receipts|attachments|daily_messages)\b/gi

/** Relays may ask, across organizations, which of them have work: counts, sums and groups only. */
const mayCross = /group by (?:p\.)?organization_id|^select count\(\*\) as waiting from outbox$/

/** Refuses, in tests, every statement on an organization's table that does not name the organization. */
export class StatementRules implements KyselyPlugin {
  transformQuery({ node }: PluginTransformQueryArgs) {
    const { sql } = new Compiler().compileQuery(node, { queryId: 'rules' })
    const text = sql.replace(/"/g, '').replace(/\s+/g, ' ').trim()
    const record = process.env['RECORD_STATEMENTS']
    if (record) appendFileSync(record, `${text}\n`)
    const problem = problemOf(text)
    if (problem) throw new Error(`${problem}: ${text}`)
    return node
  }

  transformResult({ result }: PluginTransformResultArgs) {
    return Promise.resolve(result)
  }
}

class Compiler extends DefaultQueryCompiler {
  protected override getLeftIdentifierWrapper(): string {
    return ''
  }
  protected override getRightIdentifierWrapper(): string {
    return ''
  }
}

export function problemOf(text: string): string | undefined {
  const tables = [...text.matchAll(organizationTables)].length
  if (tables === 0 || mayCross.test(text)) return undefined
  if (text.startsWith('insert into') && tables === 1) {
    return /organization_id/.test(text) ? undefined : 'The statement does not name the organization'
  }
  const names = [...text.matchAll(/organization_id\s*=\s*\$\d+/g)].length + (text.startsWith('insert into') ? 1 : 0)
  return names >= tables ? undefined : `The statement names the organization ${names} times for ${tables} tables`
}
