import type { Point, Series } from './series.ts'

const [minute, hour, day] = [60, 3600, 86_400]
const marks = [1, 10, minute, 10 * minute, hour, 6 * hour, day, 3 * day, 10 * day, 30 * day, 100 * day, 365 * day]

interface DurationAxis {
  scale: 'log'
  domain: [number, number]
  ticks: number[]
  allowDataOverflow: true
}

/** Minutes and days on one axis: each mark is a multiple of the one before, or the median would lie on the ground. */
export function durationAxis(points: Point[], series: Series[]): DurationAxis {
  const values = points.flatMap((point) =>
    series.flatMap(({ key }) => (typeof point[key] === 'number' ? [Math.max(1, point[key])] : [])),
  )
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const from = marks.findLast((mark) => mark <= least) ?? 1
  const to = marks.find((mark) => mark > most) ?? most
  return {
    scale: 'log',
    domain: [from, to],
    ticks: marks.filter((mark) => mark >= from && mark <= to),
    allowDataOverflow: true,
  }
}
