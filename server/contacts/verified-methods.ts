import type { Contact } from './row.ts'

export type MethodType = 'phone' | 'email'

interface Verified {
  verifiedAt: string
  verifiedBy: string | null
  verificationSource: string | null
}

/** By their type and value, such as `phone:+14155550100`. */
export type VerifiedMethods = Record<string, Verified>

type Methods = Pick<Contact, 'phoneNumber' | 'secondaryPhoneNumber' | 'email' | 'verifiedMethods'>

export function methodKey(type: MethodType, value: string): string {
  return `${type}:${value}`
}

/** The numbers and the email that the contact has. */
export function methodsOf({ phoneNumber, secondaryPhoneNumber, email }: Omit<Methods, 'verifiedMethods'>) {
  const numbers = [...(phoneNumber ? [phoneNumber] : []), ...secondaryPhoneNumber]
  return [
    ...numbers.map((value) => ({ type: 'phone' as const, value, isPrimary: value === phoneNumber })),
    ...(email ? [{ type: 'email' as const, value: email, isPrimary: true }] : []),
  ]
}

/** Those that are verified, of what it has now: what a contact lost is nobody's word about it any more. */
export function verificationsOf(contact: Methods) {
  if (Object.keys(contact.verifiedMethods).length === 0) return []
  return methodsOf(contact).flatMap(({ type, value }) => {
    const verified = contact.verifiedMethods[methodKey(type, value)]
    return verified ? [{ type, value, ...verified, verifiedAt: new Date(verified.verifiedAt) }] : []
  })
}

/** Without what is changed or taken away: a number that comes back is to be verified anew. */
export function methodsLeft(
  before: Methods,
  { phone, email }: { phone: string | null | undefined; email: string | null | undefined },
): VerifiedMethods {
  const isPhoneGone = phone !== undefined && phone !== before.phoneNumber
  const isEmailGone = email !== undefined && email?.toLowerCase() !== before.email
  const gone = new Set([
    ...(isPhoneGone && before.phoneNumber ? [methodKey('phone', before.phoneNumber)] : []),
    ...(isEmailGone && before.email ? [methodKey('email', before.email)] : []),
  ])
  return Object.fromEntries(Object.entries(before.verifiedMethods).filter(([key]) => !gone.has(key)))
}

/** For who has these by now: of a number that became another contact's, this one keeps nothing. */
export function methodsKept(verified: VerifiedMethods, has: Omit<Methods, 'verifiedMethods'>): VerifiedMethods {
  const keys = new Set(methodsOf(has).map(({ type, value }) => methodKey(type, value)))
  return Object.fromEntries(Object.entries(verified).filter(([key]) => keys.has(key)))
}
