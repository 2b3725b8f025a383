import type { OutgoingResponse } from '../../platform/outgoing.ts'

const longestText = 10_000

/** The body of an answer as an object; empty where it is none. */
export function readAnswer(response: OutgoingResponse): Record<string, unknown> {
  try {
    // What the database cannot keep must not get as far as there: NUL, and halves of surrogate pairs.
    const value: unknown = JSON.parse(response.body.toString('utf8'), (_key, each: unknown) => {
      return typeof each === 'string' ? each.replaceAll('\0', '\ufffd').toWellFormed().slice(0, longestText) : each
    })
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {}
  } catch {
    return {}
  }
}

/** Twilio's own code of an error, or one made from the status where a proxy or another program answered. */
export function codeIn(answer: Record<string, unknown>, status: number): string {
  const code = answer['code']
  return typeof code === 'number' || (typeof code === 'string' && code !== '') ? String(code) : `http_${status}`
}
