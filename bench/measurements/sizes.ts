import { latencies } from '../load/latency.ts'
import { quantile } from '../load/statistics.ts'
import { startOurs } from '../servers/servers.ts'
import type { Ours } from '../servers/servers.ts'
import { conversation, deepPage, firstPage, messages, send } from './calls.ts'
import type { NamedCall } from './calls.ts'
import { atMost, milliseconds } from './measurement.ts'
import type { Bench, Figure, Measurement } from './measurement.ts'
import { withdrawQueued } from './queued.ts'

const calls = [conversation, messages, firstPage, deepPage, send]

export const sizes: Measurement = {
  name: 'sizes',
  title: 'Latency with fifty times as much data',
  against: 'our server on the small data',
  async measure(bench) {
    const large = await startOurs(bench.dataset)
    const small = await startOurs(bench.reference)
    try {
      const figures: Figure[] = []
      for (const call of calls) figures.push(...(await measureCall(bench, call, large, small)))
      return figures
    } finally {
      await Promise.all([large.stop(), small.stop()])
      for (const dataset of [bench.dataset, bench.reference]) await withdrawQueued(dataset)
    }
  },
}

async function measureCall(bench: Bench, call: NamedCall, large: Ours, small: Ours): Promise<Figure[]> {
  const [onLarge, onSmall] = (await latencies(
    [
      { target: large, next: () => call.next(bench.dataset) },
      { target: small, next: () => call.next(bench.reference) },
    ],
    bench.effort.samples,
  )) as [number[], number[]]
  return [0.5, 0.95].map((share) => {
    const [ours, baseline] = [quantile(onLarge, share), quantile(onSmall, share)]
    return {
      what: `${call.what}, p${share * 100}`,
      ours: milliseconds(ours),
      baseline: milliseconds(baseline),
      ...atMost(ours / baseline, 1.5),
    }
  })
}
