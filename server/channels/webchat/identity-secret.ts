import { randomBytes } from 'node:crypto'

import { Type } from 'typebox'
import type { Static } from 'typebox'

const day = 86_400_000
const Secret = Type.String({ minLength: 32, maxLength: 200 })

/** With what the host site signs who a visitor is. For a day after a rotation the secret before is good as well. */
export const identityCredentials = Type.Object(
  {
    identitySecret: Type.Optional(Secret),
    previousSecret: Type.Optional(Secret),
    previousUntil: Type.Optional(Type.String({ format: 'date-time' })),
  },
  { additionalProperties: false },
)

type Credentials = Static<typeof identityCredentials>

export function newIdentitySecret(): string {
  return `wcs_${randomBytes(32).toString('base64url')}`
}

export function rotated(
  { identitySecret }: Credentials,
  now = new Date(),
): Required<Pick<Credentials, 'identitySecret'>> {
  const previousUntil = new Date(now.getTime() + day).toISOString()
  const previous = identitySecret === undefined ? {} : { previousSecret: identitySecret, previousUntil }
  return { identitySecret: newIdentitySecret(), ...previous }
}

export function validSecretsIn(credentials: Credentials, now = new Date()): string[] {
  const { identitySecret, previousSecret, previousUntil } = credentials
  const isStillGood = previousUntil !== undefined && new Date(previousUntil) > now
  return [identitySecret, isStillGood ? previousSecret : undefined].filter((secret) => secret !== undefined)
}
