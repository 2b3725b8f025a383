/** How much there is of everything. One organization has half of the contacts, the others share the rest unevenly. */
export interface Shape {
  organizations: number
  contacts: number
  messages: number
  usersEach: number
}

export type Size = 'small' | 'large'

const large: Shape = { organizations: 20, contacts: 1_000_000, messages: 5_000_000, usersEach: 40 }

/** The small size is the large one through fifty, so that a page at the same offset exists in both. */
export const shapes: Record<Size, Shape> = {
  small: { ...large, contacts: large.contacts / 50, messages: large.messages / 50 },
  large,
}

export const password = 'correct horse battery'
/** What the servers of a measurement are given, so that they can open the channels' credentials. */
export const encryptionKey = 'bench'
export const twilioAccount = { accountSid: 'ACbench', authToken: 'bench token' }

/** Logs in as the first ADMIN of the n-th organization, the first of which is the big one. */
export function adminEmail(organization: number): string {
  return `user1@organization${organization}.example`
}

/** The sales rep with most contacts in the n-th organization. */
export function busiestRepEmail(organization: number): string {
  return `user9@organization${organization}.example`
}

export function twilioNumber(organization: number): string {
  return `+1833555${String(organization).padStart(4, '0')}`
}

export function contactsOf(shape: Shape): number[] {
  const big = Math.floor(shape.contacts / 2)
  const weights = Array.from({ length: shape.organizations - 1 }, (_, index) => 1 / (index + 2))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const others = weights.map((weight) => Math.floor(((shape.contacts - big) * weight) / total))
  const missing = shape.contacts - big - others.reduce((sum, count) => sum + count, 0)
  return [big, ...others.map((count, index) => (index === 0 ? count + missing : count))]
}
