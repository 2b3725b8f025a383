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

/** In seconds; a gateway that asks for more has lost its clock. */
const longestPause = 3600

/** RFC 9110: a number of seconds, or a date. */
export function retryAfter(header: string | undefined, now = Date.now()): number | undefined {
  const text = header?.trim()
  if (!text) return undefined
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - now) / 1000
  return Number.isFinite(seconds) ? Math.min(Math.max(0, Math.ceil(seconds)), longestPause) : undefined
}
