/** There was no answer, or none that could be read to its end. */
export class OutgoingFailure extends Error {
  /** Stable, in snake_case. */
  readonly code: string
  /** False only where it is certain that not one byte of the request has left this machine. */
  readonly mayHaveArrived: boolean

  constructor(code: string, message: string, mayHaveArrived: boolean, cause?: Error) {
    super(message, { cause })
    this.name = 'OutgoingFailure'
    this.code = code
    this.mayHaveArrived = mayHaveArrived
  }
}

export function failureOf(cause: Error | string, mayHaveArrived: boolean): OutgoingFailure {
  const code = typeof cause === 'string' ? cause : codeOf(cause, mayHaveArrived)
  return new OutgoingFailure(
    code,
    sentences[code] ?? code,
    mayHaveArrived,
    typeof cause === 'string' ? undefined : cause,
  )
}

const sentences: Record<string, string> = {
  timeout: 'There was no complete answer in time.',
  aborted: 'The request was given up.',
  response_too_large: 'The answer is larger than is accepted here.',
  invalid_address: 'The address is not one of http or https.',
  address_refused: 'The address must not be reached from here.',
  host_not_found: 'The host name cannot be resolved.',
  connection_refused: 'Nothing accepts connections there.',
  connect_timeout: 'No connection came about in time.',
  certificate_refused: 'The certificate of the host is not valid.',
  connection_failed: 'No connection came about.',
  connection_lost: 'The connection broke before the answer was complete.',
}

function codeOf(error: Error, mayHaveArrived: boolean): string {
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') return 'timeout'
  if (mayHaveArrived) return 'connection_lost'
  if (code === 'address_refused') return code
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'host_not_found'
  if (code === 'ECONNREFUSED') return 'connection_refused'
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') return 'connect_timeout'
  if (/CERT|UNABLE_TO_VERIFY|^ERR_TLS/.test(code)) return 'certificate_refused'
  return 'connection_failed'
}
