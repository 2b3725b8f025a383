import { isGroup, isWord, split } from './tokens.ts'
import type { Token } from './tokens.ts'

/** One select, insert, update or delete of a statement, without those within it. */
export interface Query {
  command: string
  clauses: Clause[]
  /** What `with` has given a name to, and so is no table. */
  named: ReadonlySet<string>
  isWithinAnother: boolean
}

interface Clause {
  keyword: string
  tokens: Token[]
}

export interface TableReference {
  table: string
  alias: string
  clause: Clause
}

const commands = ['select', 'insert', 'update', 'delete', 'with', 'values']

/** All queries of a statement, the innermost ones too. */
export function queriesOf(tokens: Token[], known: ReadonlySet<string> = new Set(), isWithinAnother = false): Query[] {
  const { bodies, named, rest } = readWith(tokens, known)
  const parts = split(rest, (token) => isWord(token, 'union', 'intersect', 'except'))
  const own = parts.map((part) => {
    return queryOf(isWord(part[0], 'all', 'distinct') ? part.slice(1) : part, named, isWithinAnother)
  })
  return [...bodies, ...own, ...rest.flatMap((token) => queriesWithin(token, named))]
}

function queriesWithin(token: Token, named: ReadonlySet<string>): Query[] {
  if (!isGroup(token)) return []
  if (isWord(token.items[0], ...commands)) return queriesOf(token.items, named, true)
  const nested = token.items.flatMap((each) => queriesWithin(each, named))
  // A join in parentheses names tables as well.
  if (!token.items.some((each) => isWord(each, 'join'))) return nested
  return [queryOf([{ kind: 'word', text: 'from' }, ...token.items], named, true), ...nested]
}

function readWith(tokens: Token[], known: ReadonlySet<string>) {
  const named = new Set(known)
  const bodies: Query[] = []
  if (!isWord(tokens[0], 'with')) return { bodies, named, rest: tokens }
  let index = isWord(tokens[1], 'recursive') ? 2 : 1
  for (;;) {
    const name = tokens[index]!.text
    while (!isWord(tokens[index], 'as')) index++
    while (!isGroup(tokens[index])) index++
    bodies.push(...queriesWithin(tokens[index]!, new Set(named)))
    named.add(name)
    index++
    if (tokens[index]?.text !== ',') return { bodies, named, rest: tokens.slice(index) }
    index++
  }
}

const keywords =
  'select from join on where group order having limit offset fetch for window returning set values into using update delete insert do conflict'.split(
    ' ',
  )

function queryOf(tokens: Token[], named: ReadonlySet<string>, isWithinAnother: boolean): Query {
  const clauses: Clause[] = [{ keyword: '', tokens: [] }]
  tokens.forEach((token, index) => {
    const isWithin = clauses.at(-1)!.keyword === 'for' || isWord(tokens[index - 1], 'distinct')
    if (isWord(token, ...keywords) && !isWithin) clauses.push({ keyword: token.text, tokens: [] })
    else clauses.at(-1)!.tokens.push(token)
  })
  return { command: clauses[1]?.keyword ?? '', clauses, named, isWithinAnother }
}

/** Every table that the query itself names. */
export function tablesOf({ command, clauses, named }: Query): TableReference[] {
  return clauses.flatMap((clause, index) => {
    const isTarget = clause.keyword === 'into' || (clause.keyword === 'update' && index === 1)
    const isList = clause.keyword === 'from' || (clause.keyword === 'using' && command === 'delete')
    if (!isTarget && !isList && clause.keyword !== 'join') return []
    const items = isList ? split(clause.tokens, (token) => token.text === ',') : [clause.tokens]
    return items.map((item) => tableOf(item, clause)).filter((found) => found !== undefined && !named.has(found.table))
  }) as TableReference[]
}

const noAlias = ['left', 'right', 'full', 'inner', 'cross', 'natural', 'outer', 'tablesample']

function tableOf(item: Token[], clause: Clause): TableReference | undefined {
  const [name, second, third] = isWord(item[0], 'lateral', 'only') ? item.slice(1) : item
  if (!isWord(name) || (isGroup(second) && clause.keyword !== 'into')) return undefined
  const table = name!.text.replace(/^public\./, '')
  if (isWord(second, 'as')) return { table, alias: third?.text ?? table, clause }
  return { table, alias: isWord(second) && !isWord(second, ...noAlias) ? second!.text : table, clause }
}

/** What must all hold: the parts between `and`. Where there is an `or`, nothing must. */
export function conditionsOf({ clauses }: Query): Token[][] {
  return clauses
    .filter(({ keyword }) => keyword === 'where' || keyword === 'on')
    .flatMap(({ tokens }) => conjuncts(tokens))
}

function conjuncts(tokens: Token[]): Token[][] {
  if (tokens.some((token) => isWord(token, 'or'))) return []
  return split(tokens, (token) => isWord(token, 'and')).flatMap((part) => {
    const [only, ...others] = part
    return isGroup(only) && others.length === 0 && !isWord(only.items[0], ...commands) ? conjuncts(only.items) : [part]
  })
}
