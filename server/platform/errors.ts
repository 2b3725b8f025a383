import { STATUS_CODES } from 'node:http'

export interface ErrorDetail {
  field?: string
  message: string
}

/** What a request is refused with: a stable code for programs and a sentence that a person can act on. */
export class Refusal extends Error {
  readonly statusCode: number
  readonly code: string
  readonly details: ErrorDetail[]
  readonly headers: Record<string, string>

  constructor(
    statusCode: number,
    code: string,
    message: string,
    more: { details?: ErrorDetail[]; headers?: Record<string, string> } = {},
  ) {
    super(message)
    this.name = STATUS_CODES[statusCode] ?? 'Refusal'
    this.statusCode = statusCode
    this.code = code
    this.details = more.details ?? []
    this.headers = more.headers ?? {}
  }
}

/** Says the same whether the thing never was, is gone, or is another's: what one may not see does not exist. */
export function notFound(noun: string): Refusal {
  return new Refusal(404, `${noun.replaceAll(' ', '_')}_not_found`, `There is no such ${noun}.`)
}

export function invalid(field: string, message: string, others: ErrorDetail[] = []): Refusal {
  return new Refusal(400, 'invalid_request', `${field}: ${message}`, { details: [{ field, message }, ...others] })
}

export function tooMany(code: string, message: string, retryAfterSeconds: number): Refusal {
  return new Refusal(429, code, message, { headers: { 'retry-after': String(Math.ceil(retryAfterSeconds)) } })
}

/** For `catch`: what is not there is undefined, and whatever else went wrong goes on. */
export function undefinedIfMissing(error: unknown): undefined {
  if (!(error instanceof Refusal) || error.statusCode !== 404) throw error
}
