import { randomBytes } from 'node:crypto'

import type { FastifyInstance } from 'fastify'
import type pg from 'pg'

import { receive } from './writes.ts'

interface Asked {
  seconds: number
  connections: number
  to: string
  senders: string[]
}

/** Runs the transaction of an inbound message again and again in this process, and answers how often it did. */
export function inboundLoop(app: FastifyInstance, pool: pg.Pool): void {
  app.post<{ Body: Asked }>('/loop/inbound', async (request) => {
    const { seconds, connections, to, senders } = request.body
    const start = performance.now()
    const counts = await Promise.all(
      Array.from({ length: connections }, async (_, index) => {
        let count = 0
        while (performance.now() - start < seconds * 1000) {
          const from = senders[(index + count * connections) % senders.length]!
          await receive(pool, { from, to, content: 'Is this still available?', providerMessageId: newSid() })
          count++
        }
        return count
      }),
    )
    const total = counts.reduce((sum, count) => sum + count, 0)
    return { total, seconds: (performance.now() - start) / 1000 }
  })
}

function newSid(): string {
  return `SM${randomBytes(16).toString('hex')}`
}
