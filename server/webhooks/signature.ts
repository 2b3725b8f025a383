import { createHmac, randomBytes } from 'node:crypto'

/** As https://www.standardwebhooks.com says: `whsec_` and 24 to 64 random bytes in base64. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

/** One signature for each secret: a receiver is content with any that it knows. */
export function sign(secrets: string[], id: string, timestamp: number, body: string): string {
  return secrets.map((secret) => `v1,${signatureOf(secret, `${id}.${timestamp}.${body}`)}`).join(' ')
}

function signatureOf(secret: string, content: string): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  return createHmac('sha256', key).update(content).digest('base64')
}
