import { Script, createContext } from 'node:vm'

const matcher = new Script('new RegExp(pattern, "u").test(text)')
const milliseconds = 100
let context: Record<string, unknown> | undefined

export const longestMatched = 1000

/** As an expression of JavaScript with the flag `u`; it may match anywhere in the text. */
export function isPattern(pattern: string): boolean {
  try {
    return Boolean(new RegExp(pattern, 'u'))
  } catch {
    return false
  }
}

/**
 * Undefined if it takes too long to say. Patterns are an admin's own, and one such as `(a+)+$` tries for years before it
 * gives up: no other way to run any pattern ends it. A third of a millisecond each.
 */
export function matches(pattern: string, text: string): boolean | undefined {
  // Making one takes many times as long as what is done in it.
  context ??= createContext({ __proto__: null })
  Object.assign(context, { pattern, text })
  try {
    return Boolean(matcher.runInContext(context, { timeout: milliseconds }))
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined
    throw error
  }
}
