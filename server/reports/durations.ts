/**
 * Durations are kept by classes of length, four to a doubling: whatever falls into one differs by a fifth at most, and a year
 * is in the hundredth. So median and 90th percentile of any days and people are told from sums, without the durations.
 */
const classesPerDoubling = 4
const longestClass = 110

export function classOf(seconds: number): number {
  return Math.min(longestClass, Math.floor(classesPerDoubling * Math.log2(Math.max(1, seconds))))
}

export interface DurationClass {
  bucket: number
  total: number
  seconds: number
}

export interface Durations {
  count: number
  mean: number | null
  median: number | null
  p90: number | null
}

/** In whole seconds; of nothing there is no mean. */
export function summarize(classes: DurationClass[]): Durations {
  const sorted = classes.filter(({ total }) => total > 0).toSorted((one, other) => one.bucket - other.bucket)
  const count = sorted.reduce((sum, { total }) => sum + total, 0)
  if (count === 0) return { count: 0, mean: null, median: null, p90: null }
  const seconds = sorted.reduce((sum, each) => sum + each.seconds, 0)
  return { count, mean: Math.round(seconds / count), median: quantile(sorted, 0.5), p90: quantile(sorted, 0.9) }
}

/** Within its class as if the durations lay evenly there; where one duration is alone in it, it is known. */
function quantile(sorted: DurationClass[], share: number): number {
  const rank = share * sorted.reduce((sum, { total }) => sum + total, 0)
  let below = 0
  const found = sorted.find((each) => (below += each.total) >= rank) ?? sorted.at(-1)!
  if (found.total === 1) return found.seconds
  const place = (rank - (below - found.total)) / found.total
  return Math.round(2 ** ((found.bucket + Math.min(1, Math.max(0, place))) / classesPerDoubling))
}
