import { errors, jwtVerify } from 'jose'

import { connectionOf } from '../channels/channels.ts'
import type { Channel, ChannelTools } from '../channels/channels.ts'
import { validSecretsIn } from '../channels/webchat.ts'
import { Refusal } from '../platform/errors.ts'

const longestSeconds = 3600
const toleratedSeconds = 10

/** For whom the host site vouches. */
export interface Claims {
  externalId: string
  name: string | null
  email: string | null
  phone: string | null
}

/** Believes nothing but what one of this webchat's own secrets has signed, with HS256, for an hour at most. */
export async function readIdentity(tools: ChannelTools, channel: Channel, token: string): Promise<Claims> {
  for (const secret of validSecretsIn(connectionOf(tools, channel).credentials)) {
    const claims = await read(token, secret)
    if (claims) return claims
  }
  throw new Refusal(
    401,
    'invalid_identity',
    'The identity is not signed with this webchat’s secret (HS256), has expired, holds no sub, or is good for more than an hour.',
  )
}

async function read(token: string, secret: string): Promise<Claims | undefined> {
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
      algorithms: ['HS256'],
      clockTolerance: toleratedSeconds,
      requiredClaims: ['sub', 'exp'],
    })
    const { sub, exp } = payload
    const isTooLong = (exp ?? 0) > Date.now() / 1000 + longestSeconds + toleratedSeconds
    // As it is or not at all: two users of the site whose ids differ by a blank are two people.
    const externalId = textOf(sub, 200) === sub ? sub : undefined
    if (isTooLong || !externalId) return undefined
    const [name, email, phone] = [payload['name'], payload['email'], payload['phone']]
    return { externalId, name: textOf(name, 200), email: emailOf(email), phone: textOf(phone, 40) }
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined
    throw error
  }
}

/** On one line, and storable; what is longer is cut off, but for what tells people apart. */
function textOf(value: unknown, most: number): string | null {
  if (typeof value !== 'string' || !value.isWellFormed()) return null
  const text = value.replace(/\p{Cc}/gu, ' ').trim()
  return text !== '' && text.length <= most ? text : null
}

function emailOf(value: unknown): string | null {
  const text = textOf(value, 320)
  return text !== null && /^[^\s@]+@[^\s@]+$/.test(text) ? text.toLowerCase() : null
}
