import { latencies } from '../load/latency.ts'
import { get, random } from '../load/requests.ts'
import { quantile } from '../load/statistics.ts'
import { startOurs } from '../servers/servers.ts'
import { conversation } from './calls.ts'
import { milliseconds } from './measurement.ts'
import type { Figure, Measurement } from './measurement.ts'

const searches: Array<{ what: string; textOf: () => string }> = [
  { what: 'a word that a fifth of the messages have', textOf: () => random(['you', 'the', 'tomorrow', 'thanks']) },
  { what: 'two such words', textOf: () => random(['thanks appointment', 'sorry address', 'sure contract']) },
  { what: 'the number of an order', textOf: () => `order ${orderNumber()}` },
  { what: 'the first half of such a number', textOf: () => orderNumber().slice(0, 4) },
  { what: 'a word that nobody wrote', textOf: () => `xylophone${Math.floor(Math.random() * 1000)}` },
]

export const texts: Measurement = {
  name: 'texts',
  title: 'Search in the text of messages',
  against: 'one conversation read on the same server, in turn with it',
  async measure({ dataset, effort }) {
    const ours = await startOurs(dataset)
    try {
      const figures: Figure[] = []
      for (const { what, textOf } of searches) {
        const sides = [
          { target: ours, next: () => get(`/api/messages/search?q=${encodeURIComponent(textOf())}`) },
          { target: ours, next: () => conversation.next(dataset) },
        ]
        const [searched, read] = await latencies(sides, Math.ceil(effort.samples / 4))
        const [p95, baseline] = [quantile(searched!, 0.95), quantile(read!, 0.95)]
        figures.push({
          what: `${what}, p95`,
          ours: milliseconds(p95),
          baseline: milliseconds(baseline),
          ratio: p95 / baseline,
        })
      }
      return figures
    } finally {
      await ours.stop()
    }
  },
}

/** As the data has them: see the sentences of its messages. */
function orderNumber(): string {
  return `4711${String(Math.floor(Math.random() * 10_000)).padStart(4, '0')}`
}
