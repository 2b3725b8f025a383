const [second, minute, hour] = [1000, 60_000, 3_600_000]
const pauses = [5 * second, 30 * second, 2 * minute, 10 * minute, 30 * minute, hour, 3 * hour]
const longestAsked = 3 * hour

/** So long an event is tried; whatever waited behind others for longer is tried once all the same. */
export const patienceMilliseconds = 72 * hour

/**
 * When to try again after so many tries; undefined when it is to be given up. Up to a fifth more, so that what failed together
 * does not come back together. A receiver may ask for a longer pause.
 */
export function nextTryAt(
  { queuedAt, tries, now, retryAfter }: { queuedAt: Date; tries: number; now: Date; retryAfter: number | undefined },
  random = Math.random(),
): Date | undefined {
  const planned = pauses[Math.min(tries, pauses.length) - 1]! * (1 + random / 5)
  const pause = Math.max(planned, Math.min(retryAfter ?? 0, longestAsked))
  const end = queuedAt.getTime() + patienceMilliseconds
  // The last try is at the end itself, not some hours before it.
  if (now.getTime() >= end) return undefined
  return new Date(Math.min(now.getTime() + pause, end))
}

/** What a receiver says in Retry-After, in milliseconds: seconds, or a date (RFC 9110, 10.2.3). */
export function readRetryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined
  const milliseconds = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime()
  return Number.isFinite(milliseconds) && milliseconds > 0 ? milliseconds : undefined
}
