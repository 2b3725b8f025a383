/** In seconds; a gateway that asks for more has lost its clock. */
const longestPause = 3600

/** RFC 9110: a number of seconds, or a date. */
export function retryAfter(header: string | undefined, now = Date.now()): number | undefined {
  const text = header?.trim()
  if (!text) return undefined
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - now) / 1000
  return Number.isFinite(seconds) ? Math.min(Math.max(0, Math.ceil(seconds)), longestPause) : undefined
}
