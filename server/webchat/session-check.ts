import type { FastifyRequest } from 'fastify'

import { bearerOf } from '../identity/credentials.ts'
import { enter } from './visitors.ts'
import type { Standing } from './visitors.ts'

const standings = new WeakMap<FastifyRequest, Standing>()

/** What a route says of itself that is called with the secret of a session: whoever has none is refused before the rest. */
export const inSession = {
  config: { isPublic: true },
  async onRequest(request: FastifyRequest): Promise<void> {
    standings.set(request, await enter(request.db, bearerOf(request)))
  },
} as const

export function standingIn(request: FastifyRequest): Standing {
  return standings.get(request)!
}
