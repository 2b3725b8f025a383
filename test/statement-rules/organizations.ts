import { conditionsOf, tablesOf } from './queries.ts'
import type { Query, TableReference } from './queries.ts'
import { isGroup, isWord, split } from './tokens.ts'
import type { Token } from './tokens.ts'

/** Rule 7: every table of an organization is held to one by a bound value; rule 10: or all are counted, at most. */
export function organizationProblem(query: Query, organizationTables: ReadonlySet<string>): string | undefined {
  const tables = tablesOf(query).filter(({ table }) => organizationTables.has(table))
  const target = tables.find(({ clause }) => clause.keyword === 'into')
  if (target && !namesOrganization(target.clause.tokens.find(isGroup)?.items)) {
    return `It inserts into ${target.table} without an organization_id`
  }
  const read = tables.filter((each) => each !== target)
  const bound = boundAliases(query, read)
  const free = read.filter(({ alias }) => !bound.has(alias))
  if (free.length === 0 || isCounting(query, read)) return undefined
  const { table, alias } = free[0]!
  return `It does not hold ${alias === table ? table : `${table} ${alias}`} to one organization (organization_id = $n)`
}

function boundAliases(query: Query, tables: TableReference[]): Set<string> {
  const bound = new Set<string>()
  for (const condition of conditionsOf(query)) {
    const [left, equals, right, cast] = condition
    if (equals?.text !== '=' || (cast && cast.text !== '::')) continue
    const [column, value] = left?.kind === 'parameter' ? [right, left] : [left, right]
    if (value?.kind !== 'parameter' || !column) continue
    if (column.text === 'organization_id' && tables.length === 1) bound.add(tables[0]!.alias)
    if (column.text.endsWith('.organization_id')) bound.add(column.text.replace(/\.organization_id$/, ''))
  }
  return bound
}

/** Which organizations have something, or how much all have together; never a row of one. */
function isCounting(query: Query, tables: TableReference[]): boolean {
  const { command, clauses, isWithinAnother } = query
  if (command !== 'select' || isWithinAnother || clauses.some(({ keyword }) => keyword === 'for')) return false
  const isGrouped = clauses.some(({ keyword, tokens }) => keyword === 'group' && namesOrganization(tokens))
  const selected = split(clauses[1]?.tokens ?? [], (token) => token.text === ',')
  return (isGrouped || selected.every(isAggregate)) && areTied(query, tables)
}

function isAggregate([name, values]: Token[]): boolean {
  return isWord(name, 'count', 'sum', 'min', 'max') && isGroup(values)
}

/** Joined by their organization, each to another. */
function areTied(query: Query, tables: TableReference[]): boolean {
  const ties = conditionsOf(query).filter(
    ([left, equals, right, ...rest]) =>
      equals?.text === '=' && rest.length === 0 && [left, right].every((side) => side && namesOrganization([side])),
  )
  const tied = new Set(ties.flat().map((token) => token.text.split('.')[0]))
  return tables.length === 1 || tables.every(({ alias }) => tied.has(alias))
}

function namesOrganization(tokens: Token[] | undefined): boolean {
  return tokens?.some((token) => isWord(token) && /(^|\.)organization_id$/.test(token.text)) ?? false
}
