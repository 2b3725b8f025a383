import type { Query } from './queries.ts'
import { isGroup, isWord, split } from './tokens.ts'
import type { Token } from './tokens.ts'

const clocks =
  'now current_timestamp current_date localtimestamp clock_timestamp statement_timestamp transaction_timestamp'.split(
    ' ',
  )
const dice = ['random', 'gen_random_uuid', 'gen_random_bytes', 'uuidv4', 'uuidv7', 'nextval']
const immutable =
  'coalesce greatest least nullif array_append array_remove array_cat cardinality lower upper length abs left right'.split(
    ' ',
  )
const notCalled = 'in any all some exists array and or not when then else case values row excluded'.split(' ')

/** Rule 8: in a write only immutable functions touch columns, and what the database would make up is bound. */
export function writeProblem({ command, clauses }: Query): string | undefined {
  if (!['insert', 'update', 'delete'].includes(command)) return undefined
  for (const { keyword, tokens } of clauses) {
    const parts = split(tokens, (token) => token.text === ',')
    if (keyword === 'set') {
      for (const [, , ...value] of parts) {
        const problem = isPlainNow(value) ? undefined : valueProblem(value)
        if (problem) return problem
      }
    }
    if (keyword === 'returning' && !parts.every(isBareColumn)) return 'It returns more than bare columns'
    const problem = keyword === 'values' ? valueProblem(tokens) : keyword === 'where' ? caseProblem(tokens) : undefined
    if (problem) return problem
  }
  return undefined
}

function isPlainNow([name, call, ...rest]: Token[]): boolean {
  return isWord(name, 'now') && isGroup(call) && rest.length === 0
}

function isBareColumn(part: Token[]): boolean {
  const [column, ...alias] = part.filter((token) => !isWord(token, 'as'))
  return (isWord(column) || column?.text === '*') && alias.length <= 1 && alias.every((token) => isWord(token))
}

function valueProblem(tokens: Token[]): string | undefined {
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1]
    if (isWord(token, ...clocks)) return 'It asks the clock of the database'
    if (isWord(token, ...dice)) return 'It has the database make something up'
    if (isWord(token, 'interval')) return 'It adds to a time'
    if (isWord(token, 'cast') && isGroup(next)) return 'It casts a column'
    if (next?.text === '::' && touchesColumn(token)) return 'It casts a column'
    if (isWord(token) && isGroup(next) && !isWord(token, ...immutable, ...notCalled)) {
      return `It calls ${token.text}, which is not known to be immutable`
    }
    const within = isGroup(token) && !isWord(token.items[0], 'select', 'with') ? valueProblem(token.items) : undefined
    if (within) return within
  }
  return caseProblem(tokens)
}

function touchesColumn(token: Token): boolean {
  if (isGroup(token)) return token.items.some(touchesColumn)
  return isWord(token) && !isWord(token, 'null', 'true', 'false')
}

function caseProblem(tokens: Token[]): string | undefined {
  const isSimple = tokens.some((token, index) => isWord(token, 'case') && !isWord(tokens[index + 1], 'when'))
  if (isSimple) return 'It says CASE x WHEN v instead of CASE WHEN x = v'
  for (const token of tokens) {
    const within = isGroup(token) ? caseProblem(token.items) : undefined
    if (within) return within
  }
  return undefined
}
