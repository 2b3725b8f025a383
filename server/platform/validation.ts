import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import type { FastifyRequest, FastifySchemaCompiler, FastifySchemaValidationError } from 'fastify'

import { Refusal } from './errors.ts'
import type { ErrorDetail } from './errors.ts'
import { namedSchemas } from './schemas.ts'

const deepest = 100

const body = newAjv(false)
const text = newAjv('array')

/** What stands in a URL is text and is read as what the schema asks for; what stands in JSON has its kind already. */
export const compileValidator: FastifySchemaCompiler<object> = ({ schema, httpPart }) => {
  return (httpPart === 'body' ? body : text).compile(schema)
}

function newAjv(coerceTypes: false | 'array'): Ajv {
  // A field that no schema names is dropped before any verb sees it.
  const ajv = new Ajv({ coerceTypes, useDefaults: true, removeAdditional: 'all', strict: false })
  formats.default(ajv)
  for (const schema of namedSchemas()) ajv.addSchema(schema)
  return ajv
}

/** Which field, and why, in a sentence each. */
export function detailsOf(errors: FastifySchemaValidationError[], context: string): ErrorDetail[] {
  return errors.map((error) => {
    const missing = error.params['missingProperty'] ?? error.params['additionalProperty']
    const path = [...error.instancePath.split('/').slice(1), ...(missing ? [String(missing)] : [])]
    const field = path.join('.') || context
    return { field, message: `${field} ${reasonOf(error)}.` }
  })
}

function reasonOf(error: FastifySchemaValidationError): string {
  if (error.keyword === 'required') return 'is required'
  if (error.keyword === 'enum') return `must be one of ${(error.params['allowedValues'] as unknown[]).join(', ')}`
  if (error.keyword === 'pattern' && error.params['pattern'] === '^[0-9a-f]{24}$')
    return 'must be an id: 24 lowercase hex digits'
  return error.message ?? 'is not valid'
}

/** PostgreSQL keeps neither NUL nor half of a surrogate pair; so they are refused, wherever they stand. */
export function refuseUnstorableText(request: FastifyRequest, _reply: unknown, done: (error?: Error) => void): void {
  done(unstorable(request.params) ?? unstorable(request.query) ?? unstorable(request.body))
}

function unstorable(value: unknown, path: string[] = []): Refusal | undefined {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? invalidText(path) : undefined
  if (typeof value !== 'object' || value === null) return undefined
  if (path.length > deepest) return tooDeep()
  for (const [key, each] of Object.entries(value)) {
    const found = unstorable(key, path) ?? unstorable(each, [...path, key])
    if (found !== undefined) return found
  }
  return undefined
}

function invalidText(path: string[]): Refusal {
  const field = path.join('.')
  const message = `${field || 'The request'} holds a character that cannot be kept: NUL, or half of a surrogate pair.`
  return new Refusal(400, 'invalid_text', message, { details: [{ field, message }] })
}

/** Nothing of ours is nested that deep; what is, only exhausts the stack of whoever walks over it. */
export function tooDeep(): Refusal {
  return new Refusal(400, 'invalid_json', `The body is nested deeper than ${deepest} levels.`)
}
