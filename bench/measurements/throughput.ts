import assert from 'node:assert/strict'

import { answerOf } from '../load/requests.ts'
import type { Target } from '../load/requests.ts'
import { compare, throughput } from '../load/throughput.ts'
import { startBaseline, startOurs } from '../servers/servers.ts'
import { conversation, firstPage, messages, send } from './calls.ts'
import type { NamedCall } from './calls.ts'
import { atLeast, perSecond } from './measurement.ts'
import type { Bench, Figure, Measurement } from './measurement.ts'
import { withdrawQueued } from './queued.ts'

const calls = [conversation, messages, firstPage, send]

export const throughputs: Measurement = {
  name: 'throughput',
  title: 'Requests a second',
  against: 'a bare Fastify route with hand-written prepared SQL over `pg` that answers the same JSON',
  measure,
}

async function measure(bench: Bench): Promise<Figure[]> {
  const ours = await startOurs(bench.dataset)
  const baseline = await startBaseline(bench.dataset)
  try {
    const idle = ours.memory()
    const figures: Figure[] = []
    for (const call of calls) figures.push(await measureCall(bench, call, ours, baseline))
    figures.push(memoryFigure('memory of our server, before it was asked anything', idle, undefined))
    figures.push(memoryFigure('memory after all of the above', ours.memory(), baseline.memory()))
    return figures
  } finally {
    await Promise.all([ours.stop(), baseline.stop()])
    await withdrawQueued(bench.dataset)
  }
}

async function measureCall({ dataset, effort }: Bench, call: NamedCall, ours: Target, baseline: Target) {
  const next = () => call.next(dataset)
  for (let times = 0; times < 5; times++) await assertSame(next(), ours, baseline)
  const { ratio, ratios, ...rates } = await compare(
    () => throughput(ours, next, effort),
    () => throughput(baseline, next, effort),
    effort.rounds,
  )
  return {
    what: `${call.what} (rounds: ${ratios.map((each) => each.toFixed(2)).join(' ')})`,
    ours: perSecond(rates.ours),
    baseline: perSecond(rates.baseline),
    ...atLeast(ratio, 0.75),
  }
}

/** The baseline counts only if it answers the same, but for what each message has of its own. */
async function assertSame(call: ReturnType<NamedCall['next']>, ours: Target, baseline: Target): Promise<void> {
  const answers = await Promise.all([answerOf(ours, call), answerOf(baseline, call)])
  const [one, other] = call.path === '/api/messages/send' ? answers.map(withoutOwn) : answers
  assert.deepEqual(one, other)
}

function withoutOwn(answer: unknown): object {
  const own = { _id: '', createdAt: '', updatedAt: '' }
  return { ...(answer as object), ...own }
}

function memoryFigure(what: string, ours: number, baseline: number | undefined): Figure {
  const megabytes = (value: number) => `${Math.round(value)} MB`
  return { what, ours: megabytes(ours), baseline: baseline === undefined ? '' : megabytes(baseline) }
}
