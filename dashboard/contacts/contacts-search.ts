/** What of the table of contacts stands in its address. */
export interface ContactsSearch {
  search?: string
  status?: string
  pipelineId?: string
  owner?: string[]
  assignee?: string[]
  tag?: string[]
  channel?: 'sms' | 'facebook' | 'webchat'
  optedOut?: boolean
  active?: boolean
  blocked?: boolean
  messages?: 'never' | 'silent' | 'unanswered' | 'answered' | 'unread'
  source?: string
  created?: Period
  spoken?: Period
  /** The organization’s own fields, by their names: any of the values. */
  fields?: Record<string, FieldValue[]>
  sort?: 'lastActivity' | 'lastMessage' | 'created' | 'name'
  order?: 'asc' | 'desc'
}

export type FieldValue = string | number | boolean

/** Days as `2026-03-12`, both included; either may be empty. */
export interface Period {
  from: string
  to: string
}

const choices = {
  channel: ['sms', 'facebook', 'webchat'],
  messages: ['never', 'silent', 'unanswered', 'answered', 'unread'],
  sort: ['lastActivity', 'lastMessage', 'created', 'name'],
  order: ['asc', 'desc'],
} as const
const words = ['search', 'status', 'pipelineId', 'source'] as const
const lists = ['owner', 'assignee', 'tag'] as const
const switches = ['optedOut', 'active', 'blocked'] as const
const periods = ['created', 'spoken'] as const

type Raw = Record<string, unknown>

/** What cannot be read is left out: an address that somebody shortened still opens. */
export function readContactsSearch(raw: Raw): ContactsSearch {
  const entries: Array<[string, unknown]> = [
    ...words.map((name): [string, unknown] => [name, asWord(raw[name])]),
    ...lists.map((name): [string, unknown] => [name, asList(raw[name])]),
    ...switches.map((name): [string, unknown] => [name, typeof raw[name] === 'boolean' ? raw[name] : undefined]),
    ...periods.map((name): [string, unknown] => [name, asPeriod(raw[name])]),
    ...Object.entries(choices).map(([name, allowed]): [string, unknown] => [name, asChoice(raw[name], allowed)]),
    ['fields', asFields(raw['fields'])],
  ]
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

/** The router reads digits as a number. */
function asWord(value: unknown): string | undefined {
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined
}

function asList(value: unknown): string[] | undefined {
  const list = (Array.isArray(value) ? value : [value]).map(asWord).filter((each) => each !== undefined)
  return list.length > 0 ? list : undefined
}

function asPeriod(value: unknown): Period | undefined {
  if (!isRecord(value)) return undefined
  const [from, to] = [asDay(value['from']), asDay(value['to'])]
  return from || to ? { from, to } : undefined
}

function asDay(value: unknown): string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : ''
}

function asChoice(value: unknown, allowed: readonly unknown[]): unknown {
  return allowed.includes(value) ? value : undefined
}

function asFields(value: unknown): ContactsSearch['fields'] {
  if (!isRecord(value)) return undefined
  const fields = Object.entries(value).flatMap(([key, given]) => {
    const values = (Array.isArray(given) ? given : [given]).filter(isFieldValue)
    return values.length > 0 ? [[key, values] as const] : []
  })
  return fields.length > 0 ? Object.fromEntries(fields) : undefined
}

function isFieldValue(value: unknown): value is FieldValue {
  return ['string', 'number', 'boolean'].includes(typeof value)
}

function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
