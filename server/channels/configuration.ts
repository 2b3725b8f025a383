import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import type { TSchema } from 'typebox'

import { toPhoneNumber } from '../platform/phone-numbers.ts'
import { Refusal, invalid } from '../platform/errors.ts'
import { reasonOf } from '../platform/validation.ts'
import type { ChannelType, Connector } from './connector.ts'

export type Connectors = ReadonlyMap<string, Connector>

const ajv = new Ajv({ strict: false, useDefaults: true, allErrors: true })
formats.default(ajv)

export function toConnectors(connectors: Connector[]): Connectors {
  return new Map(connectors.map((connector) => [`${connector.type} ${connector.provider}`, connector]))
}

export function findConnector(connectors: Connectors, type: ChannelType, provider: string): Connector {
  const connector = connectors.get(`${type} ${provider}`)
  if (connector) return connector
  const providers = [...connectors.values()].filter((each) => each.type === type).map((each) => each.provider)
  throw invalid('provider', `for ${type} there is ${providers.join(', ') || 'none yet'}, not "${provider}".`)
}

/** Checks what a channel is configured with against what its connector asks for, and says of all that is wrong at once. */
export function readConfiguration(connector: Connector, input: { settings?: unknown; credentials?: unknown }) {
  const settings = read('settings', connector.settings, input.settings ?? {})
  const credentials = read('credentials', connector.credentials, input.credentials ?? {})
  const [first, ...others] = [...settings.problems, ...credentials.problems]
  if (first) throw invalid(first.field, first.message, others)
  return { settings: settings.value, credentials: credentials.value }
}

interface Problem {
  field: string
  message: string
}

function read(part: string, schema: TSchema, value: unknown): { value: Record<string, unknown>; problems: Problem[] } {
  const check = ajv.compile(schema)
  const copy = structuredClone(value) as Record<string, unknown>
  if (check(copy)) return { value: copy, problems: [] }
  const problems = (check.errors ?? []).map((error) => {
    const property = error.params['missingProperty'] ?? error.params['additionalProperty'] ?? ''
    const path = [part, ...error.instancePath.split('/').slice(1), ...(property ? [String(property)] : [])]
    const isUnknown = error.keyword === 'additionalProperties'
    return { field: path.join('.'), message: isUnknown ? 'there is no such setting.' : `it ${reasonOf(error)}.` }
  })
  return { value: copy, problems }
}

/** E.164 of a number; a short code, three to eight digits, is kept as it is. */
export function identifyNumber(text: string | undefined, country: string): string {
  if (text === undefined) throw invalid('identifier', 'it is required: the number of the channel.')
  if (/^\d{3,8}$/.test(text.trim())) return text.trim()
  try {
    return toPhoneNumber(text, country)
  } catch (error) {
    if (error instanceof Refusal)
      throw invalid('identifier', `"${text.slice(0, 40)}" is neither a phone number nor a short code.`)
    throw error
  }
}

/** The id of a page, as its provider writes it: digits. */
export function identifyPage(text: string | undefined): string {
  const id = text?.trim() ?? ''
  if (/^\d{1,30}$/.test(id)) return id
  throw invalid('identifier', 'it must be the id of the page: digits only.')
}
