import { ConfigProblem } from './config.ts'
import { EmbeddedPostgresProblem } from './embedded-postgres/problem.ts'

const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
])

/** What an operator can mend, in a sentence; undefined for what is no operator's fault. */
export function inWords(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if (error instanceof ConfigProblem || error instanceof EmbeddedPostgresProblem) return error.message
  const { code = '', syscall, port, address } = error as Error & Record<string, string | undefined>
  if (syscall === 'listen') return notListening(code, address, port)
  // Of a name with several addresses each has its own failure, and all together have no message.
  const reason = error instanceof AggregateError ? (error.errors[0] as Error).message : error.message
  // A password that is asked for and not given is found by pg itself, which has no code for it.
  const isRefused = /^(28|3D|08|57P|53300)/.test(code) || reason.startsWith('SASL:')
  return unreachable.has(code) || isRefused ? `The database at DATABASE_URL cannot be used: ${reason}.` : undefined
}

function notListening(code: string, address: string | undefined, port: string | undefined): string | undefined {
  if (code === 'EADDRINUSE') return `Port ${port} of ${address} is in use: stop who uses it, or set PORT.`
  if (code === 'EACCES') return `Port ${port} is not open to this user: set PORT to one above 1023.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `HOST must be an address of this machine, not "${address}".`
  return undefined
}
