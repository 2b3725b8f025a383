import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { CountryCode } from 'libphonenumber-js/max'

import { invalid } from './errors.ts'

/**
 * E.164 of a number as a person writes it; without a country prefix it is one of the given country (ISO 3166-1 alpha-2).
 * A number in E.164 is taken as it is, though the numbering plan that we know may not hold it yet.
 */
export function toPhoneNumber(text: string, country: string): string {
  // In North America ten digits are a whole number, and nothing is left to find out: by parsing it takes fifty times as long.
  if (/^\+1[2-9]\d{9}$/.test(text)) return text
  const parsed = parsePhoneNumberFromString(text, country as CountryCode)
  if (parsed?.isPossible()) return parsed.number
  const compact = text.replace(/[\s().\-/]/g, '')
  if (/^\+[1-9]\d{6,14}$/.test(compact)) return compact
  throw invalid('phoneNumber', `"${text.slice(0, 40)}" is not a phone number that can be reached.`)
}

/**
 * The address of whoever wrote to us, as it is kept: E.164 where it is a number; short codes (`12345`) and alphanumeric
 * senders (`PARCELCO`) stay what they are.
 */
export function toAddress(text: string, country: string): string {
  if (/^\d{3,8}$/.test(text)) return text
  try {
    return toPhoneNumber(text, country)
  } catch {
    return text.replace(/[^0-9A-Za-z]/g, '').slice(0, 20) || 'unknown'
  }
}

/** Whose numbering plan it is of, where only one country can be meant. */
export function countryOfNumber(phoneNumber: string): string | undefined {
  return parsePhoneNumberFromString(phoneNumber)?.country
}

/** Whether it is the code of a country (ISO 3166-1 alpha-2) whose phone numbers we know. */
export function isCountry(code: string): boolean {
  return isSupportedCountry(code)
}
