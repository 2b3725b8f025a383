import autocannon from 'autocannon'

import { median } from './statistics.ts'
import { headersOf } from './requests.ts'
import type { Call, Target } from './requests.ts'

export interface Effort {
  rounds: number
  seconds: number
  connections: number
}

/** Of each connection: long enough that it rarely asks for the same again in a round. */
const callsPrepared = 500

/** Requests a second that the target answers. */
export async function throughput(target: Target, next: () => Call, effort: Effort): Promise<number> {
  const result = await autocannon({
    url: target.url,
    connections: effort.connections,
    duration: effort.seconds,
    // Prepared, so that making requests costs nothing while it counts.
    setupClient: (client) => client.setRequests(Array.from({ length: callsPrepared }, () => prepared(target, next()))),
  })
  return rateOf(target, result)
}

/** The same for requests that are each made only once. */
export async function throughputOfUnique(target: Target, next: () => Call, effort: Effort): Promise<number> {
  const result = await autocannon({
    url: target.url,
    connections: effort.connections,
    duration: effort.seconds,
    requests: [{ setupRequest: (request) => ({ ...request, ...prepared(target, next()) }) }],
  })
  return rateOf(target, result)
}

function prepared(target: Target, call: Call): autocannon.Request {
  const { method, path, body } = call
  return { method, path, body, headers: headersOf(target, call) }
}

function rateOf(target: Target, result: autocannon.Result): number {
  const failed = result.non2xx + result.errors + result.timeouts
  if (failed > 0) throw new Error(`${failed} requests to ${target.url} failed.`)
  return result['2xx'] / result.duration
}

export interface Comparison {
  ours: number
  baseline: number
  /** Of ours to the baseline, the middle one of all rounds. */
  ratio: number
  ratios: number[]
}

/** Both in turn, each first in every other round, so that what else the machine does hits both alike. */
export async function compare(
  ours: () => Promise<number>,
  baseline: () => Promise<number>,
  rounds: number,
): Promise<Comparison> {
  const pairs: Array<[number, number]> = []
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) {
      const first = await ours()
      pairs.push([first, await baseline()])
    } else {
      const first = await baseline()
      pairs.push([await ours(), first])
    }
  }
  const ratios = pairs.map(([one, other]) => one / other)
  return {
    ours: median(pairs.map(([one]) => one)),
    baseline: median(pairs.map(([, other]) => other)),
    ratio: median(ratios),
    ratios,
  }
}
