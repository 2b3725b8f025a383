import { Client } from 'undici'

import { headersOf } from './requests.ts'
import type { Call, Target } from './requests.ts'

/** A target and what is asked of it, a new call each time. */
export interface Side {
  target: Target
  next: () => Call
}

/**
 * Milliseconds of each call, one call at a time over one connection each. All sides take turns call by call, so that what
 * else the machine does hits them alike.
 */
export async function latencies(sides: Side[], samples: number): Promise<number[][]> {
  const clients = sides.map(({ target }) => new Client(target.url))
  const taken = sides.map((): number[] => [])
  try {
    for (let sample = -warmUp(samples); sample < samples; sample++) {
      for (const [index, side] of sides.entries()) {
        const milliseconds = await timeOne(clients[index]!, side.target, side.next())
        if (sample >= 0) taken[index]!.push(milliseconds)
      }
    }
  } finally {
    await Promise.all(clients.map((client) => client.close()))
  }
  return taken
}

function warmUp(samples: number): number {
  return Math.ceil(samples / 4)
}

async function timeOne(client: Client, target: Target, call: Call): Promise<number> {
  const start = performance.now()
  const { method, path, body } = call
  const response = await client.request({ method, path, body: body ?? null, headers: headersOf(target, call) })
  const text = await response.body.text()
  if (response.statusCode !== 200) throw new Error(`${method} ${path} answered ${response.statusCode}: ${text}`)
  return performance.now() - start
}
