import type { OutgoingResponse } from '../../platform/outgoing.ts'

const longestText = 10_000

/** The body of an answer as an object; empty where it is none. */
export function readAnswer(response: OutgoingResponse): Record<string, unknown> {
  return objectIn(response.body.toString('utf8')) ?? {}
}

/** What the database cannot keep does not get as far as there: NUL, and halves of surrogate pairs. Undefined where it is no object. */
export function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text, (_key, each: unknown) =>
      typeof each === 'string' ? each.replaceAll('\0', '\ufffd').toWellFormed().slice(0, longestText) : each,
    )
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export interface GraphError {
  code: number
  subcode: number
  said: string
}

/** Meta: `{error: {message, type, code, error_subcode, fbtrace_id}}`. Undefined where something else answered. */
export function errorIn(answer: Record<string, unknown>): GraphError | undefined {
  const { error } = answer
  if (!isObject(error)) return undefined
  const code = Number(error['code'])
  if (!Number.isInteger(code)) return undefined
  const said = typeof error['message'] === 'string' ? error['message'] : ''
  return { code, subcode: Number(error['error_subcode']) || 0, said }
}
