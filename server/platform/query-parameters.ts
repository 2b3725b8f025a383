import type { FastifyRequest } from 'fastify'

import { Refusal } from './errors.ts'

/** Looked at before a route is, or said of pages in more words than one: where they mean nothing they hide nothing either. */
const taken = new Set(['organizationId', 'page', 'size', 'limit', 'skip', 'offset', 'cursor'])

/**
 * Of a route that takes parameters, those that it does not know: ignored, a filter that was written wrong would show everything.
 * What begins with `_` is made up by clients against caches.
 */
export function refuseUnknownParameters(request: FastifyRequest, _reply: unknown, done: (error?: Error) => void): void {
  const { properties } = (request.routeOptions.schema?.querystring ?? {}) as { properties?: Record<string, unknown> }
  if (!properties || request.routeOptions.config.takesAnyParameter) return done()
  const unknown = Object.keys(request.query as object).find(
    (name) => !Object.hasOwn(properties, name) && !taken.has(name) && !name.startsWith('_'),
  )
  done(unknown === undefined ? undefined : unknownParameter(unknown, Object.keys(properties)))
}

function unknownParameter(name: string, known: string[]): Refusal {
  const shown = name.slice(0, 50)
  const [nearest] = known.toSorted((one, other) => distance(name, one) - distance(name, other))
  const isNear = nearest !== undefined && distance(name, nearest) <= Math.min(3, nearest.length / 2)
  const hint = isNear ? `: did you mean ${nearest}?` : '.'
  const message = `There is no parameter ${shown} here${hint} What is taken: ${known.join(', ')}.`
  return new Refusal(400, 'unknown_parameter', message, { details: [{ field: shown, message }] })
}

/** How many letters are to be added, left out or changed; of long names the beginning counts. */
function distance(one: string, other: string): number {
  const [a, b] = [one.toLowerCase().slice(0, 50), other.toLowerCase()]
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [index, letter] of [...a].entries()) {
    const next = [index + 1]
    for (let column = 0; column < b.length; column++) {
      const isSame = letter === b[column]
      next.push(Math.min(row[column + 1]! + 1, next[column]! + 1, row[column]! + (isSame ? 0 : 1)))
    }
    row = next
  }
  return row.at(-1)!
}
