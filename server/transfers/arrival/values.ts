import type { Kind, Plain } from '../tables/section.ts'

const idPattern = /^[0-9a-f]{24}$/
const deepest = 100

export function isId(value: unknown): value is string {
  return typeof value === 'string' && idPattern.test(value)
}

/** What is wrong with a value, or nothing. */
export function problemOf(value: unknown, kind: Kind): string | undefined {
  if (value === null) return kind.endsWith('?') ? undefined : 'must not be null'
  const plain = kind.replace('?', '') as Plain
  return checks[plain](value) ? undefined : `must be ${names[plain]}`
}

const checks: Record<Plain, (value: unknown) => boolean> = {
  id: isId,
  ids: (value) => Array.isArray(value) && value.every(isId),
  subject: isText,
  text: isText,
  texts: (value) => Array.isArray(value) && value.every(isText),
  integer: Number.isSafeInteger,
  number: Number.isFinite,
  boolean: (value) => typeof value === 'boolean',
  time: (value) => typeof value === 'string' && isTime(value),
  day: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && isTime(`${value}T00:00:00.000Z`),
  object: (value) => typeof value === 'object' && !Array.isArray(value) && isStorable(value),
  list: (value) => Array.isArray(value) && isStorable(value),
}

const names: Record<Plain, string> = {
  id: 'an id: 24 lowercase hex digits',
  ids: 'a list of ids',
  subject: 'text that can be kept',
  text: 'text that can be kept',
  texts: 'a list of texts',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  time: 'a time such as 2026-01-31T09:30:00.000Z',
  day: 'a day such as 2026-01-31',
  object: `an object, at most ${deepest} levels deep`,
  list: `a list, at most ${deepest} levels deep`,
}

/** PostgreSQL keeps neither NUL nor half of a surrogate pair. */
function isText(value: unknown): boolean {
  return typeof value === 'string' && !value.includes('\0') && value.isWellFormed()
}

function isTime(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)) return false
  const time = new Date(text)
  return !Number.isNaN(time.getTime()) && time.toISOString() === text
}

function isStorable(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return isText(value)
  if (typeof value !== 'object' || value === null) return true
  if (depth >= deepest) return false
  return Object.entries(value).every(([key, each]) => isText(key) && isStorable(each, depth + 1))
}
