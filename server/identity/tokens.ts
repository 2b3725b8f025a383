import { SignJWT, errors, jwtVerify } from 'jose'

import { Refusal } from '../platform/errors.ts'

const issuer = 'tether'
const lifetime = '24h'

export interface Claims {
  organizationId: string
  userId: string
  /** Grows when a password changes or a user is disabled: every token of an older epoch is dead. */
  epoch: number
  expiresAt: number
}

/** Signs and reads the tokens that people and programs come with. */
export interface Tokens {
  sign: (claims: Omit<Claims, 'expiresAt'>) => Promise<string>
  read: (token: string) => Promise<Claims>
}

export function createTokens(secret: string): Tokens {
  const key = new TextEncoder().encode(secret)
  return {
    sign: ({ organizationId, userId, epoch }) =>
      new SignJWT({ org: organizationId, epoch })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setSubject(userId)
        .setIssuer(issuer)
        .setIssuedAt()
        .setExpirationTime(lifetime)
        .sign(key),
    read: async (token) => {
      try {
        const { payload } = await jwtVerify(token, key, { issuer, algorithms: ['HS256'] })
        const { sub, org, epoch, exp } = payload
        return { organizationId: String(org), userId: String(sub), epoch: Number(epoch), expiresAt: Number(exp) * 1000 }
      } catch (error) {
        if (error instanceof errors.JOSEError) throw badToken()
        throw error
      }
    },
  }
}

export function badToken(): Refusal {
  return new Refusal(401, 'invalid_token', 'Invalid or expired token')
}
