import type { FastifyRequest } from 'fastify'

/**
 * Moves what the schema of the body does not name into `customFields`, before the validation would drop it. Which of it the
 * organization has a field for, and what that takes, is known only later, and in the database.
 */
export function gatherCustomFields(request: FastifyRequest, _reply: unknown, done: () => void): void {
  const { body } = request
  if (!isObject(body) || !isObject(body['customFields'] ?? {})) return done()
  const schema = request.routeOptions.schema?.body as { properties: object }
  const own = Object.entries(body).filter(([name]) => !Object.hasOwn(schema.properties, name))
  if (own.length > 0) body['customFields'] = Object.assign({}, body['customFields'], Object.fromEntries(own))
  done()
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
