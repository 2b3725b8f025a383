import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import type { FastifyRequest, FastifySchemaCompiler, FastifySchemaValidationError } from 'fastify'

import { Refusal } from './errors.ts'
import type { ErrorDetail } from './errors.ts'
import { asSent } from './sent-schemas.ts'
import { namedSchemas, requirementOf } from './schemas.ts'

const deepest = 100

// Made for the first schema: whoever imports this earlier has not heard of all that are named.
const validators = new Map<false | 'array', Ajv>()

/** What stands in a URL is text and is read as what the schema asks for; what stands in JSON has its kind already. */
export const compileValidator: FastifySchemaCompiler<object> = ({ schema, httpPart }) => {
  const coerceTypes = httpPart === 'body' ? false : 'array'
  const known = validators.get(coerceTypes) ?? newAjv(coerceTypes)
  validators.set(coerceTypes, known)
  return known.compile(schema)
}

function newAjv(coerceTypes: false | 'array'): Ajv {
  // A field that no schema names is dropped before any verb sees it.
  const ajv = new Ajv({ coerceTypes, useDefaults: true, removeAdditional: 'all', strict: false })
  formats.default(ajv)
  ajv.addFormat('date-time', { type: 'string', validate: isMoment })
  for (const schema of namedSchemas()) ajv.addSchema(schema)
  return ajv
}

const dateTime = formats.default.get('date-time') as { validate: (text: string) => boolean }

/** Leap seconds are times, but none that a Date could hold. */
function isMoment(moment: string): boolean {
  return dateTime.validate(moment) && !Number.isNaN(Date.parse(moment))
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

/** What is wrong, to follow the name of what it is wrong with. */
export function reasonOf({
  keyword,
  params,
  message,
}: Pick<FastifySchemaValidationError, 'keyword' | 'params' | 'message'>): string {
  return reasons[keyword]?.(params) ?? message ?? 'is not valid'
}

type Params = Record<string, unknown>

const reasons: Record<string, (params: Params) => string | undefined> = {
  required: () => 'is required',
  enum: ({ allowedValues }) => `must be one of ${(allowedValues as unknown[]).join(', ')}`,
  pattern: ({ pattern }) => requirementOf(String(pattern)),
  type: ({ type }) => `must be ${String(type).split(',').map(kindOf).join(' or ')}`,
  format: ({ format }) => `must be ${forms[String(format)] ?? `a ${String(format)}`}`,
  minLength: ({ limit }) => (limit === 1 ? 'must not be empty' : `must have ${String(limit)} characters or more`),
  maxLength: ({ limit }) => `may have ${String(limit)} characters at most`,
  minItems: ({ limit }) => (limit === 1 ? 'must not be empty' : `must have ${String(limit)} entries or more`),
  maxItems: ({ limit }) => `may have ${String(limit)} entries at most`,
  uniqueItems: () => 'must not hold the same twice',
  minimum: ({ limit }) => `must be ${String(limit)} or more`,
  maximum: ({ limit }) => `must be ${String(limit)} or less`,
}

function kindOf(type: string): string {
  return kinds[type] ?? type
}

const kinds: Record<string, string> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

const forms: Record<string, string> = {
  email: 'an email address',
  uri: 'an address such as https://example.com',
  date: 'a date such as 2026-01-31',
  'date-time': 'a time such as 2026-01-31T09:30:00Z',
}

/** Where something is to be done, and nothing of the body is required, none at all is as good as an empty one. */
export function takeMissingAsEmpty(request: FastifyRequest, _reply: unknown, done: () => void): void {
  if (request.method === 'POST' && request.body === undefined && isOptional(request.routeOptions.schema?.body)) {
    request.body = {}
  }
  done()
}

function isOptional(schema: unknown): boolean {
  const { type, required } = asSent((schema ?? {}) as { type?: string; required?: string[] })
  return type === 'object' && !required?.length
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
