import type { Selectable } from 'kysely'

import { Refusal, invalid } from '../platform/errors.ts'
import { toPhoneNumber } from '../platform/phone-numbers.ts'
import type { ContactFields } from '../platform/schema.ts'
import { longestMatched, matches } from './field-pattern.ts'

export type CustomField = Selectable<ContactFields>

export type CustomValue = string | number | boolean

/** The one way in which equal values are spelled, so that filters find them. */
export function toCustomValue(field: CustomField, value: unknown, country: string): CustomValue {
  switch (field.dataType) {
    case 'number':
      return typeof value === 'number' ? value : refuse(field, 'it takes a number.')
    case 'boolean':
      return typeof value === 'boolean' ? value : refuse(field, 'it takes true or false.')
    case 'string':
      return toText(field, text(field, value, 5000))
    case 'date':
      return isDate(text(field, value)) ? String(value) : refuse(field, 'it takes a date such as 2025-01-31.')
    case 'select':
      return toOption(field, text(field, value))
    case 'url':
      return isWebAddress(text(field, value, 2000))
        ? String(value)
        : refuse(field, 'it takes an address that begins with https:// or http://.')
    case 'email':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text(field, value, 254))
        ? String(value).toLowerCase()
        : refuse(field, 'it takes an email address.')
    case 'phone':
      return toNumber(field, text(field, value, 40), country)
  }
}

function toText(field: CustomField, value: string): string {
  const { pattern } = field.rules
  if (pattern === undefined) return value
  if (value.length > longestMatched) refuse(field, `it takes at most ${longestMatched} characters.`)
  const isMatch = matches(pattern, value)
  if (isMatch === undefined)
    refuse(field, `the pattern ${pattern} takes too long to check: ask an admin to simplify it.`)
  return isMatch ? value : refuse(field, `it must match the pattern ${pattern}.`)
}

function toOption(field: CustomField, value: string): string {
  const options = field.rules.options ?? []
  return options.includes(value) ? value : refuse(field, `it takes one of ${options.slice(0, 20).join(', ')}.`)
}

function toNumber(field: CustomField, value: string, country: string): string {
  try {
    return toPhoneNumber(value, country)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return refuse(field, 'it takes a phone number that can be reached.')
  }
}

function text(field: CustomField, value: unknown, longest = 200): string {
  if (typeof value !== 'string') return refuse(field, 'it takes text.')
  return value.length <= longest ? value : refuse(field, `it takes at most ${longest} characters.`)
}

// `new Date('2025-02-30')` is the second of March.
function isDate(value: string): boolean {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(value) : undefined
  return date !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value)
}

function isWebAddress(value: string): boolean {
  return /^https?:\/\/\S+$/.test(value) && URL.canParse(value)
}

function refuse({ key, name }: CustomField, message: string): never {
  throw invalid(key, name === key ? message : `${name}: ${message}`)
}
