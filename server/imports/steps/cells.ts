import { isValidPhoneNumber } from 'libphonenumber-js/max'

import { toPhoneNumber } from '../../platform/phone-numbers.ts'
import type { NamedValues } from './field-values.ts'

/** Where in its row something stands, and how it begins. */
export interface Cell {
  column: number
  value: string
}

/** Why a row cannot be taken: a code for programs, a sentence for people. */
export class RowProblem extends Error {
  readonly code: string
  readonly cell: Cell | null

  constructor(code: string, message: string, cell: Cell | null = null) {
    super(message)
    this.code = code
    this.cell = cell
  }
}

export function within(longest: number, label: string, text: string): string {
  if (text.length <= longest) return text
  throw new RowProblem('too_long', `${label} is longer than ${longest} characters.`)
}

export function readFullName(text: string): NamedValues {
  // Read at once: what is a name and far too long would take long to take apart.
  const [last, first] = within(401, 'Full name', text)
    .split(',', 2)
    .map((part) => part.trim()) as [string, string?]
  const [given, ...rest] = first ? [first, last] : text.split(/\s+/)
  const family = rest.join(' ')
  return {
    firstName: within(200, 'First name', given!),
    ...(family ? { lastName: within(200, 'Last name', family) } : {}),
  }
}

export function readEmail(text: string): string {
  const email = text.replace(/^mailto:/i, '').toLowerCase()
  if (/^[^\s@"(),:;<>[\]\\]+@[^\s@"(),:;<>[\]\\]+\.[^\s@"(),:;<>[\]\\.]+$/.test(email) && email.length <= 254)
    return email
  throw new RowProblem('invalid_email', `"${text.slice(0, 80)}" is not an email address.`)
}

/** A spreadsheet drops the plus and keeps the digits: those are a number of another country, if that knows it. */
export function readPhoneNumber(text: string, country: string): string {
  if (/^\d([.,]\d+)?E\+\d+$/i.test(text)) {
    throw new RowProblem('invalid_phone_number', `"${text}" was shortened by a spreadsheet: format the column as text.`)
  }
  try {
    return toPhoneNumber(text.slice(0, 100), country)
  } catch {
    if (/^\d{8,15}$/.test(text) && isValidPhoneNumber(`+${text}`)) return `+${text}`
    throw new RowProblem('invalid_phone_number', `"${text.slice(0, 40)}" is not a phone number that can be reached.`)
  }
}

export function isPhoneNumber(text: string, country: string): boolean {
  try {
    return text.trim() !== '' && readPhoneNumber(text.trim(), country) !== ''
  } catch {
    return false
  }
}

const yes = new Set('true yes y 1 x on ja oui si sí sim wahr vrai verdadero'.split(' '))
const no = new Set('false no n 0 off nein non não falsch faux falso'.split(' '))

export function readBoolean(label: string, text: string): boolean {
  const word = text.toLowerCase()
  if (yes.has(word)) return true
  if (no.has(word)) return false
  throw new RowProblem('invalid_value', `${label}: "${text.slice(0, 40)}" is neither yes nor no.`)
}

/** With a comma or a point before the decimals; where a separator may be for either, nobody knows. */
export function readNumber(label: string, text: string): number {
  const plain = text.replace(/[\s\u00a0\u202f'’]/g, '').replace('\u2212', '-')
  if (/^-?\d{1,3},\d{3}$/.test(plain)) {
    const message = `${label}: "${text}" may be a thousand times as much: write it without separators.`
    throw new RowProblem('invalid_value', message)
  }
  const isEnglish = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain)
  const isContinental = /^-?(\d{1,3}(\.\d{3})+|\d+),\d+$/.test(plain) || /^-?\d{1,3}(\.\d{3}){2,}$/.test(plain)
  const spelled = isEnglish
    ? plain.replaceAll(',', '')
    : isContinental
      ? plain.replaceAll('.', '').replace(',', '.')
      : plain
  const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(spelled) ? Number(spelled) : Number.NaN
  if (Number.isFinite(number)) return number
  throw new RowProblem('invalid_value', `${label}: "${text.slice(0, 40)}" is not a number.`)
}

// Where an all-digit date begins with its month; everywhere else with its day. https://cldr.unicode.org
const monthFirst = new Set(['US', 'PH', 'FM', 'GU', 'MH', 'MP', 'PR', 'PW', 'AS', 'UM', 'VI'])

/** As a spreadsheet of the country writes it: `2025-01-31`, with a time or without, `31.01.2025`, `1/31/2025`. */
export function readDate(text: string, country: string): string {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?$/.exec(text)
  if (iso) return dateOf(iso[1]!, iso[2]!, iso[3]!)
  const [, one, separator, two, year] = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/.exec(text) ?? []
  if (!year) return text
  const isMonthFirst = separator !== '.' && monthFirst.has(country)
  return isMonthFirst ? dateOf(year, one!, two!) : dateOf(year, two!, one!)
}

function dateOf(year: string, month: string, day: string): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
