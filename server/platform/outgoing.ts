import { isIP } from 'node:net'
import type { LookupFunction } from 'node:net'

import { Agent, buildConnector } from 'undici'
import type { Dispatcher } from 'undici'

import { AddressRefused, guardLookup, isRefused } from './outgoing/addresses.ts'
import { failureOf } from './outgoing/failure.ts'

export { OutgoingFailure } from './outgoing/failure.ts'

/** Whether an address, not a name, may be called. */
export function isReachable(address: string, isPrivateAllowed: boolean): boolean {
  return !isRefused(isPrivateAllowed)(address)
}

/** The one way out to the network. It follows no redirect by itself. */
export interface Outgoing {
  /** Any answer is an answer, whatever its status; throws OutgoingFailure where there was none. */
  request: (url: string | URL, request: OutgoingRequest) => Promise<OutgoingResponse>
  /** Takes no more requests, and waits for those under way. */
  close: () => Promise<void>
}

export interface OutgoingRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  headers?: Record<string, string>
  body?: string | Buffer
  /** From the call to the last byte of the answer, waiting for a connection included. */
  timeoutMilliseconds: number
  /** Of the answer's body, in bytes. */
  maxSize: number
  /** The status is what counts: of a body that is larger, late or broken what came of it is enough. */
  isCut?: true
  signal?: AbortSignal
}

export interface OutgoingResponse {
  status: number
  /** Names in lower case; a repeated header is joined with commas. */
  headers: Record<string, string>
  body: Buffer
}

export interface OutgoingOptions {
  /** Whether loopback and private networks may be reached; link-local and metadata addresses never are. */
  allowPrivate: boolean
  /** Instead of the system's resolver. */
  lookup?: LookupFunction
}

const connectTimeoutMilliseconds = 5_000
// One pool for each origin: 64 messages at once to one provider, with room beside them for receipts and attachments.
const connectionsForEachOrigin = 96

export function createOutgoing(options: OutgoingOptions): Outgoing {
  const agent = new Agent({ connect: guardedConnector(options), connections: connectionsForEachOrigin, allowH2: false })
  return { request: async (url, request) => exchange(agent, addressOf(url), request), close: () => agent.close() }
}

function addressOf(url: string | URL): URL {
  const address = URL.parse(String(url))
  if (address?.protocol !== 'http:' && address?.protocol !== 'https:') throw failureOf('invalid_address', false)
  return address
}

function guardedConnector(options: OutgoingOptions): buildConnector.connector {
  const isAddressRefused = isRefused(options.allowPrivate)
  const lookup = guardLookup(isAddressRefused, options.lookup)
  const connect = buildConnector({
    lookup,
    timeout: connectTimeoutMilliseconds,
    allowH2: false,
  })
  return (target, callback) => {
    // A socket does not look an address up, so one that stands in the URL is checked here.
    if (isIP(target.hostname) && isAddressRefused(target.hostname))
      return callback(new AddressRefused(target.hostname), null)
    connect(target, callback)
  }
}

function exchange(agent: Agent, url: URL, request: OutgoingRequest): Promise<OutgoingResponse> {
  return new Promise((resolve, reject) => {
    const answer = new Answer(request, settle)
    const timer = setTimeout(() => answer.giveUp('timeout'), request.timeoutMilliseconds)
    const abort = () => answer.giveUp('aborted')

    function settle(result: OutgoingResponse | Error): void {
      clearTimeout(timer)
      request.signal?.removeEventListener('abort', abort)
      if (result instanceof Error) reject(result)
      else resolve(result)
    }

    request.signal?.addEventListener('abort', abort)
    if (request.signal?.aborted) return abort()
    agent.dispatch(dispatchOptions(url, request), answer)
  })
}

function dispatchOptions(url: URL, request: OutgoingRequest): Dispatcher.DispatchOptions {
  return {
    origin: url.origin,
    path: url.pathname + url.search,
    method: request.method ?? 'GET',
    headers: request.headers ?? {},
    body: request.body ?? null,
    headersTimeout: request.timeoutMilliseconds,
    bodyTimeout: request.timeoutMilliseconds,
  }
}

/**
 * One answer on its way in. undici calls `onRequestStart` on an open connection, right before the first byte is written:
 * a failure ahead of it is the proof that nothing has left this machine, whatever its code.
 */
class Answer implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | undefined
  #isSettled = false
  #status = 0
  #headers: Record<string, string> = {}
  #chunks: Buffer[] = []
  #size = 0
  readonly #maxSize: number
  readonly #isCut: boolean
  readonly #settle: (result: OutgoingResponse | Error) => void

  constructor(
    { maxSize, isCut }: Pick<OutgoingRequest, 'maxSize' | 'isCut'>,
    settle: (result: OutgoingResponse | Error) => void,
  ) {
    this.#maxSize = maxSize
    this.#isCut = isCut === true
    this.#settle = settle
  }

  giveUp(code: 'timeout' | 'aborted' | 'response_too_large'): void {
    const failure = failureOf(code, this.#controller !== undefined)
    this.#finish(failure)
    this.#controller?.abort(failure)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Given up while it waited for a connection: it must not be written after its caller was told that it was not.
    if (this.#isSettled) return controller.abort(failureOf('aborted', false))
    this.#controller = controller
  }

  onResponseStart(_controller: unknown, status: number, headers: Record<string, string | string[] | undefined>): void {
    this.#status = status
    this.#headers = {}
    for (const [name, value] of Object.entries(headers)) this.#headers[name.toLowerCase()] = String(value)
    if (!this.#isCut && Number(this.#headers['content-length']) > this.#maxSize) this.giveUp('response_too_large')
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    this.#size += chunk.length
    if (this.#isCut || this.#size <= this.#maxSize) this.#chunks.push(chunk)
    if (this.#size > this.#maxSize) this.giveUp('response_too_large')
  }

  onResponseEnd(): void {
    this.#finish(this.#response())
  }

  #response(): OutgoingResponse {
    const body = Buffer.concat(this.#chunks).subarray(0, this.#maxSize)
    return { status: this.#status, headers: this.#headers, body }
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#finish(failureOf(error, this.#controller !== undefined))
  }

  #finish(result: OutgoingResponse | Error): void {
    if (this.#isSettled) return
    this.#isSettled = true
    const isEnough = result instanceof Error && this.#isCut && this.#status >= 200
    this.#settle(isEnough ? this.#response() : result)
  }
}
