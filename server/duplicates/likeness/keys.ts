import { folded } from '../../contacts/folding.ts'
import { toPhoneNumber } from '../../platform/phone-numbers.ts'

export interface Compared {
  firstName: string | null
  lastName: string | null
  phoneNumber: string | null
  /** Those of contacts that were merged into it, and what it says of itself in a chat. */
  otherNumbers: string[]
  email: string | null
}

/** What two contacts that may be one have in common. The country is that of numbers without a prefix. */
export function keysOf(contact: Compared, country: string): string[] {
  return [
    ...[contact.phoneNumber ?? '', ...contact.otherNumbers].flatMap((number) => phoneKeys(number, country)),
    ...(contact.email ? [`email:${plainEmail(contact.email)}`] : []),
    ...nameKeys(nameOf(contact)),
  ]
}

/** Lower case, without accents, in one order: as names are compared. */
export function nameOf({ firstName, lastName }: Pick<Compared, 'firstName' | 'lastName'>): string {
  const words = folded(`${firstName ?? ''} ${lastName ?? ''}`)
    .replace(/\p{M}/gu, '')
    .match(/[\p{L}\p{N}]+/gu)
  return (words ?? []).toSorted().join(' ').slice(0, 200)
}

/** A number kept from before in a national spelling, or without its plus, has the key of its international one. */
function phoneKeys(phoneNumber: string, country: string): string[] {
  const digits = phoneNumber.replace(/\D/g, '')
  // Short codes are senders that many have in common, and say nothing.
  if (digits.length < 7) return []
  const spellings = phoneNumber.startsWith('+') ? [phoneNumber] : [phoneNumber, `+${digits.replace(/^0+/, '')}`]
  const numbers = spellings.map((spelling) => e164Of(spelling, country)).filter((number) => number !== undefined)
  return [...new Set(numbers)].map((number) => `phone:${number}`)
}

function e164Of(text: string, country: string): string | undefined {
  try {
    return toPhoneNumber(text, country)
  } catch {
    return undefined
  }
}

/** Without what reaches the same mailbox either way: a `+tag`, and for Gmail the dots (support.google.com/mail/answer/7436150). */
function plainEmail(email: string): string {
  const [local = '', domain = ''] = email.trim().toLowerCase().split('@')
  const mailbox = local.replace(/\+.*$/, '') || local
  if (domain !== 'gmail.com' && domain !== 'googlemail.com') return `${mailbox}@${domain}`
  return `${mailbox.replaceAll('.', '')}@gmail.com`
}

/** Names are similar if they sound alike or begin alike. A single word says too little: a thousand have it. */
function nameKeys(name: string): string[] {
  const words = name.split(' ').filter((word) => word.length > 1)
  if (words.length < 2) return []
  const beginnings = words.map((word) => word.slice(0, 3)).join('-')
  return [...new Set([`sound:${words.map(soundOf).toSorted().join('-')}`, `begin:${beginnings}`])]
}

const sounds: Array<[RegExp, string]> = [
  [/ph/g, 'f'],
  [/[cq]/g, 'k'],
  [/z/g, 's'],
  [/[dt]+/g, 't'],
]

/** The consonants, of letters that sound alike the same one; the first letter counts even if it is a vowel. */
function soundOf(word: string): string {
  const plain = sounds.reduce((text, [letters, sound]) => text.replace(letters, sound), word)
  return (
    (plain[0] ?? '') +
    plain
      .slice(1)
      .replace(/[aeiouyhw]/g, '')
      .replace(/(.)\1+/g, '$1')
  )
}
