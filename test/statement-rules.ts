import { appendFileSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'

import { PostgresQueryCompiler } from 'kysely'
import type { KyselyPlugin, PluginTransformQueryArgs, PluginTransformResultArgs } from 'kysely'

import { organizationProblem } from './statement-rules/organizations.ts'
import { queriesOf } from './statement-rules/queries.ts'
import { readTokens } from './statement-rules/tokens.ts'
import { writeProblem } from './statement-rules/writes.ts'

const migrations = path.join(import.meta.dirname, '../migrations')

/** Belong to no organization: what is unique across them. */
export const globalTables = ['organizations', 'logins', 'channel_routes', 'push_keys']

/** Belong to no organization and stay on the coordinator, like a queue; with the reason. */
export const queueTables: Record<string, string> = {
  webchat_sessions: 'written with every visit, and read before the organization is known',
  webchat_counts: 'written with whatever visitors do, also by those of no organization',
  login_failures: 'written with every wrong log-in, and most of those are for nobody',
  reset_requests: 'written with every forgotten password, whether or not the email is anybody’s',
  registrations: 'written with every registration that is tried, and most of whoever tries belong nowhere yet',
}

/** What the migrations give to tenant_table(). */
export const organizationTables: ReadonlySet<string> = new Set(tablesGivenTo('tenant_table'))

export function tablesGivenTo(name: 'tenant_table' | 'global_table'): string[] {
  const files = readdirSync(migrations).map((file) => readFileSync(path.join(migrations, file), 'utf8'))
  return files.flatMap((file) =>
    [...file.matchAll(new RegExp(`${name}\\('(\\w+)'\\)`, 'g'))].map(([, table]) => table!),
  )
}

/** Why Citus could not run the statement on one node, or why it reaches into other organizations. */
export function problemOf(sql: string): string | undefined {
  for (const query of queriesOf(readTokens(sql))) {
    const problem = organizationProblem(query, organizationTables) ?? writeProblem(query)
    if (problem) return problem
  }
  return undefined
}

const compiler = new PostgresQueryCompiler()
const seen = new Map<string, string | undefined>()

/**
 * Refuses, in tests, every statement that breaks the rules of SCALE.md. RECORD_STATEMENTS names a file to which each goes
 * once, with the values of its first time.
 */
export class StatementRules implements KyselyPlugin {
  transformQuery({ node, queryId }: PluginTransformQueryArgs) {
    const { sql, parameters } = compiler.compileQuery(node, queryId)
    if (!seen.has(sql)) {
      seen.set(sql, problemOf(sql))
      const file = process.env['RECORD_STATEMENTS']
      if (file) appendFileSync(file, `${JSON.stringify({ sql, parameters })}\n`)
    }
    const problem = seen.get(sql)
    if (problem) throw new Error(`${problem}: ${sql.replace(/\s+/g, ' ').trim()}`)
    return node
  }

  transformResult({ result }: PluginTransformResultArgs) {
    return Promise.resolve(result)
  }
}
