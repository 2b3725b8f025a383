import assert from 'node:assert/strict'
import { createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the fake does with one call; undefined is to take it. */
export type Behaviour =
  | { kind: 'take-then-reset' }
  | { kind: 'refuse'; status: number; code: number; subcode?: number; retryAfter?: string }
  | { kind: 'answer'; status: number; body: string }

type Decision = Behaviour | undefined | Promise<Behaviour | undefined>

export interface FakeMessage {
  mid: string
  pageId: string
  to: string
  messagingType: string
  tag: string | undefined
  text: string | undefined
  attachment: { type: string; payload: { url: string } } | undefined
  /** The mid of the message that it answers. */
  replyTo: string | undefined
  metadata: string
}

/** The part of Meta's Graph that a page needs, on loopback. What is not asked for as the documents say fails there. */
export class FakeMeta {
  url = ''
  /** Of each page the token that is good now. */
  readonly tokens = new Map<string, string>()
  readonly appSecret = randomBytes(16).toString('hex')
  readonly messages: FakeMessage[] = []
  readonly typing: Array<{ pageId: string; to: string }> = []
  readonly profiles = new Map<string, object>()
  readonly asked: string[] = []
  /** What was not as it must be. */
  readonly mistakes: string[] = []
  readonly #files = new Map<string, { bytes: Buffer; contentType: string }>()
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch((error: unknown) => {
      this.mistakes.push(String(error))
      json(response, 400, { error: { message: String(error), type: 'OAuthException', code: 100 } })
    })
  })
  #behaviour: (message: FakeMessage) => Decision = () => undefined

  behave(decide: (message: FakeMessage) => Decision): void {
    this.#behaviour = decide
  }

  addPage(pageId: string): string {
    const token = `EAA${randomBytes(12).toString('hex')}`
    this.tokens.set(pageId, token)
    return token
  }

  addFile(bytes: Buffer, contentType: string): string {
    const path = `/files/${randomBytes(8).toString('hex')}`
    this.#files.set(path, { bytes, contentType })
    return `${this.url}${path}?signature=meta`
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url)
    const file = this.#files.get(pathname)
    if (file) {
      assert.equal(request.headers.authorization, undefined, 'a token was sent to where files are')
      return void response.writeHead(200, { 'content-type': file.contentType }).end(file.bytes)
    }
    this.asked.push(`${request.method} ${pathname}`)
    const [, version, id = '', rest] = /^\/(v\d+\.\d+)\/(\d+)(\/messages)?$/.exec(pathname) ?? []
    assert.equal(version, 'v25.0', `the version of ${pathname}`)
    const token = request.headers.authorization?.replace('Bearer ', '') ?? ''
    const proof = createHmac('sha256', this.appSecret).update(token).digest('hex')
    assert.equal(searchParams.get('appsecret_proof'), proof, 'the proof')
    const pageId = [...this.tokens].find(([, each]) => each === token)?.[0]
    if (!pageId) return refuse(response, { status: 401, code: 190 })
    if (rest) return this.#post(pageId, id, request, response)
    if (id === pageId) return json(response, 200, { id, name: 'Acme Cars' })
    const profile = this.profiles.get(id)
    return profile ? json(response, 200, { ...profile, id }) : refuse(response, { status: 400, code: 100, subcode: 33 })
  }

  async #post(pageId: string, id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    assert.equal(id, pageId, 'the page of the token')
    const body = JSON.parse(Buffer.concat(await request.toArray()).toString('utf8'))
    const to = String(body.recipient?.id)
    if (body.sender_action) {
      assert.deepEqual(Object.keys(body).toSorted(), ['recipient', 'sender_action'])
      this.typing.push({ pageId, to })
      return json(response, 200, { recipient_id: to })
    }
    const message = takeMessage(pageId, to, body)
    const behaviour = await this.#behaviour(message)
    if (behaviour?.kind === 'refuse') return refuse(response, behaviour)
    if (behaviour?.kind === 'answer') return void response.writeHead(behaviour.status).end(behaviour.body)
    this.messages.push(message)
    if (behaviour?.kind === 'take-then-reset') return void request.socket.resetAndDestroy()
    json(response, 200, { recipient_id: to, message_id: message.mid })
  }
}

function takeMessage(pageId: string, to: string, body: Record<string, unknown>): FakeMessage {
  const {
    messaging_type: messagingType,
    tag,
    message,
    reply_to: answered,
  } = body as {
    messaging_type: string
    tag?: string
    reply_to?: { mid: string }
    message: Pick<FakeMessage, 'text' | 'attachment' | 'metadata'>
  }
  assert.ok(['RESPONSE', 'MESSAGE_TAG'].includes(messagingType), 'the messaging type')
  assert.equal(messagingType === 'MESSAGE_TAG', tag === 'HUMAN_AGENT', 'the tag')
  assert.equal((message.text === undefined) !== (message.attachment === undefined), true, 'a text or an attachment')
  assert.ok((message.text ?? 'x').length <= 2000 && message.text !== '', 'the length of the text')
  if (message.attachment) assert.match(message.attachment.type, /^(image|audio|video|file)$/)
  assert.match(message.metadata, /^[0-9a-f]{24}$/)
  const { text, attachment, metadata } = message
  const replyTo = answered?.mid
  return { mid: newMid(), pageId, to, messagingType, tag, text, attachment, replyTo, metadata }
}

export function newMid(): string {
  return `m_${randomBytes(30).toString('base64url')}`
}

export async function startFakeMeta(): Promise<FakeMeta> {
  const fake = new FakeMeta()
  await fake.listen()
  return fake
}

interface Refused {
  status: number
  code: number
  subcode?: number
  retryAfter?: string
}

/** The shape of the Graph's errors. */
function refuse(response: ServerResponse, { status, code, subcode, retryAfter }: Refused): void {
  if (retryAfter) response.setHeader('retry-after', retryAfter)
  const error = { message: 'Refused', type: 'OAuthException', code, fbtrace_id: 'Abc' }
  json(response, status, { error: { ...error, ...(subcode ? { error_subcode: subcode } : {}) } })
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
