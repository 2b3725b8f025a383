import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

import { accountJson, listJson, messageJson, newSid, takeMessage } from './fake-twilio/message.ts'
import type { FakeMessage } from './fake-twilio/message.ts'
import { inboundForm, receiptForm } from './fake-twilio/signed-form.ts'
import type { ReceiptDetails, SignedForm } from './fake-twilio/signed-form.ts'

export { inboundForm, receiptForm } from './fake-twilio/signed-form.ts'
export type { FakeMessage } from './fake-twilio/message.ts'
export type { SignedForm } from './fake-twilio/signed-form.ts'

/** What the fake does with one message; the message counts as taken where it says `take`. */
export type Behaviour = { delayMilliseconds?: number } & (
  | { kind: 'take' }
  | { kind: 'take-then-reset' }
  | { kind: 'take-then-hang' }
  | ({ kind: 'refuse' } & Refusal)
  | { kind: 'answer'; status: number; body: string; contentType?: string }
  | { kind: 'reset' }
  | { kind: 'hang' }
)

interface Refusal {
  status: number
  code?: number
  message?: string
  retryAfter?: string
}

/** One message that is asked for. */
export interface FakeRequest {
  accountSid: string
  to: string
  from: string | null
  body: string
  /** How many were asked for, this one included. */
  count: number
}

export interface FakeTwilioOptions {
  accountSid?: string
  authToken?: string
  delayMilliseconds?: number
  port?: number
}

/** The part of Twilio that a connector talks with, on loopback. */
export async function startFakeTwilio(options: FakeTwilioOptions = {}): Promise<FakeTwilio> {
  const fake = new FakeTwilio(options)
  await fake.listen(options.port ?? 0)
  return fake
}

export class FakeTwilio {
  /** What a channel's apiBaseUrl is set to. */
  url = ''
  /** Where attachments are redirected to. */
  filesUrl = ''
  readonly accountSid: string
  readonly authToken: string
  /** Auth tokens by account SID; add others to serve several organizations. */
  readonly accounts: Map<string, string>
  /** What was taken, oldest first. */
  readonly messages: FakeMessage[] = []
  /** Every request, the refused ones too. */
  readonly requests: Array<{ method: string; url: string; authorization: string | undefined }> = []

  readonly #delay: number
  readonly #media = new Map<string, { bytes: Buffer; contentType: string }>()
  readonly #api = createServer(
    (request, response) => void this.#answer(request, response).catch(() => response.destroy()),
  )
  readonly #files = createServer((request, response) => this.#answerFile(request, response))
  #behaviour: (request: FakeRequest) => Behaviour | undefined = () => undefined
  #count = 0

  constructor(options: FakeTwilioOptions) {
    this.accountSid = options.accountSid ?? newSid('AC')
    this.authToken = options.authToken ?? randomBytes(16).toString('hex')
    this.accounts = new Map([[this.accountSid, this.authToken]])
    this.#delay = options.delayMilliseconds ?? 0
  }

  get credentials() {
    return { accountSid: this.accountSid, authToken: this.authToken }
  }

  /** Decides for each message that is asked for; undefined is the usual answer. */
  behave(decide: (request: FakeRequest) => Behaviour | undefined): void {
    this.#behaviour = decide
  }

  /** An address as it comes in MediaUrl0: with credentials it redirects to another host. */
  addMedia(bytes: Buffer, contentType: string): string {
    const file = newSid('ME')
    this.#media.set(file, { bytes, contentType })
    return `${this.url}/2010-04-01/Accounts/${this.accountSid}/Messages/${newSid('MM')}/Media/${file}`
  }

  sendReceipt(message: FakeMessage, status: string, more: ReceiptDetails = {}): Promise<Response> {
    return post(receiptForm(this.accounts.get(message.accountSid) ?? '', message, status, more))
  }

  /** `form` says at least From and To. */
  sendInbound(baseUrl: string, form: Record<string, string>): Promise<Response> {
    const accountSid = form['AccountSid'] ?? this.accountSid
    return post(inboundForm(this.accounts.get(accountSid) ?? '', baseUrl, { AccountSid: accountSid, ...form }))
  }

  async listen(port: number): Promise<void> {
    this.url = await listen(this.#api, port)
    this.filesUrl = await listen(this.#files, 0)
  }

  async close(): Promise<void> {
    await Promise.all([close(this.#api), close(this.#files)])
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#note(request)
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url)
    const [, account = '', resource = ''] = /^\/2010-04-01\/Accounts\/([^/.]+)(.*)$/.exec(pathname) ?? []
    if (!this.#isAuthorized(request, account))
      return refuse(response, { status: 401, code: 20003, message: 'Authenticate' })
    if (resource === '.json') return json(response, 200, accountJson(account))
    if (resource === '/Messages.json' && request.method === 'POST') return this.#create(account, request, response)
    if (resource === '/Messages.json') return json(response, 200, listJson(account, this.messages, searchParams))
    const message = this.messages.find((each) => resource === `/Messages/${each.sid}.json`)
    if (message) return json(response, 200, messageJson(message))
    const file = resource.split('/').at(-1) ?? ''
    if (this.#media.has(file)) return void response.writeHead(307, { location: `${this.filesUrl}/${file}` }).end()
    refuse(response, { status: 404, code: 20404, message: 'The requested resource was not found' })
  }

  async #create(accountSid: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(Buffer.concat(await request.toArray()).toString('utf8'))
    const asked = { accountSid, to: form.get('To') ?? '', from: form.get('From'), body: form.get('Body') ?? '' }
    const behaviour = this.#behaviour({ ...asked, count: ++this.#count }) ?? { kind: 'take' }
    const delay = behaviour.delayMilliseconds ?? this.#delay
    if (delay) await wait(delay)
    if (behaviour.kind === 'refuse') return refuse(response, behaviour)
    if (behaviour.kind === 'answer')
      return answer(response, behaviour.status, behaviour.body, behaviour.contentType ?? 'text/html')
    if (!asked.to) return refuse(response, { status: 400, code: 21604, message: "A 'To' phone number is required." })
    const message = takeMessage(accountSid, form)
    if (behaviour.kind.startsWith('take')) this.messages.push(message)
    if (behaviour.kind.endsWith('reset')) return void request.socket.resetAndDestroy()
    if (behaviour.kind === 'take') json(response, 201, messageJson(message))
  }

  /** Like the storage behind Twilio, which refuses a request that brings credentials. */
  #answerFile(request: IncomingMessage, response: ServerResponse): void {
    this.#note(request)
    const file = this.#media.get((request.url ?? '').slice(1))
    if (!file || request.headers.authorization) answer(response, file ? 400 : 404, '', 'text/plain')
    else answer(response, 200, file.bytes, file.contentType)
  }

  #note(request: IncomingMessage): void {
    this.requests.push({
      method: request.method ?? '',
      url: request.url ?? '',
      authorization: request.headers.authorization,
    })
  }

  #isAuthorized(request: IncomingMessage, account: string): boolean {
    const token = this.accounts.get(account)
    const expected = Buffer.from(`${account}:${token}`).toString('base64')
    return token !== undefined && request.headers.authorization === `Basic ${expected}`
  }
}

function post({ url, headers, body }: SignedForm): Promise<Response> {
  return fetch(url, { method: 'POST', headers, body })
}

function refuse(response: ServerResponse, { status, code, message = 'Refused', retryAfter }: Refusal): void {
  const known = code === undefined ? {} : { code, more_info: `https://www.twilio.com/docs/errors/${code}` }
  if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter)
  json(response, status, { ...known, message, status })
}

function json(response: ServerResponse, status: number, body: object): void {
  answer(response, status, JSON.stringify(body), 'application/json')
}

function answer(response: ServerResponse, status: number, body: string | Buffer, contentType: string): void {
  response.writeHead(status, { 'content-type': contentType }).end(body)
}

async function listen(server: Server, port: number): Promise<string> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
