import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'

import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'

import type { Message, Settings } from '../../widget/panel/protocol.ts'
import { newId } from '../../server/platform/id.ts'

const types: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html' }

export type FakeWebchat = Awaited<ReturnType<typeof startFakeWebchat>>

/** The other end of the widget's protocol, with one visitor at a time; what it took it remembers as it came. */
export async function startFakeWebchat(dist: string, change: Partial<Settings> = {}) {
  const key = `wck_${createHash('sha256').update(randomUUID()).digest('base64url').slice(0, 24)}`
  const settings: Settings = { ...plainSettings(key), ...change }
  const fake = {
    key,
    settings,
    url: '',
    allowed: '*',
    needsForm: settings.form.isOn,
    messages: [] as Message[],
    frames: [] as Array<Record<string, unknown>>,
    calls: [] as Array<{ path: string; body: unknown }>,
    sessions: [] as string[],
    isCsatAsked: false,
    /** Answers given instead of the right ones, by `METHOD path`. */
    refusals: new Map<string, { status: number; code: string; message: string }>(),
    /** What is done at once, and answered only after these have come to pass, by `METHOD path`. */
    holds: new Map<string, Promise<unknown>>(),
    /** Whoever comes next is somebody else than whoever was there before. */
    isAnother: false,
    sockets: new Set<WebSocket>(),
    say,
    tell,
    close,
  }
  const server = http.createServer((request, response) => void handle(request, response))
  const live = new WebSocketServer({ server, path: '/api/live' })
  live.on('connection', (socket) => {
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as Record<string, unknown>
      fake.frames.push(frame)
      if (frame['type'] !== 'hello') return
      fake.sockets.add(socket)
      socket.send(JSON.stringify({ type: 'welcome' }))
    })
    socket.on('close', () => fake.sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return fake

  function say(content: string, more: Partial<Message> = {}): Message {
    const message = { ...blank(), author: { name: 'Ana' }, status: 'delivered' as const, content, ...more }
    fake.messages.push(message)
    tell({ type: 'message', message })
    return message
  }

  function tell(frame: object): void {
    for (const socket of fake.sockets) socket.send(JSON.stringify(frame))
  }

  function close(): void {
    for (const socket of live.clients) socket.terminate()
    server.closeAllConnections()
    server.close()
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', fake.url)
    const send = (status: number, body?: unknown) => {
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(body === undefined ? '' : JSON.stringify(body))
    }
    if (!url.pathname.startsWith('/api/')) return page(url.pathname, response)
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString()
    const isJson = request.headers['content-type'] === 'application/json'
    const body = (isJson ? JSON.parse(text) : text) as Record<string, unknown>
    const call = `${request.method} ${url.pathname.replace('/api/webchat', '')}`
    fake.calls.push({ path: call, body })
    const refusal = fake.refusals.get(call)
    if (refusal) return send(refusal.status, { success: false, error: refusal })
    const [status, answer] = answered(call, body, url.searchParams)
    await fake.holds.get(call)
    send(status, answer)
  }

  function page(name: string, response: ServerResponse): void {
    const files: Record<string, string> = { '/widget/frame': 'frame.html', '/demo': 'demo.html' }
    const file = files[name] ?? name.replace(/^\/(widget\/)?/, '')
    const policy = `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; frame-src 'self'; connect-src 'self' ${fake.url.replace('http', 'ws')}; frame-ancestors ${fake.allowed}`
    try {
      const content = readFileSync(path.join(dist, file), 'utf8').replaceAll('%WEBCHAT_KEY%', key)
      const headers = { 'content-type': types[path.extname(file)] ?? '', 'content-security-policy': policy }
      response
        .writeHead(200, { ...headers, 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' })
        .end(content)
    } catch {
      response.writeHead(404).end()
    }
  }

  function answered(call: string, body: Record<string, unknown>, query: URLSearchParams): [number, unknown?] {
    if (call === `GET /${key}`) return [200, settings]
    if (call === `POST /${key}/sessions`) return session(body)
    if (call === 'PUT /form') return form()
    if (call === 'GET /messages') return listed(query)
    if (call === 'POST /messages') return taken(body)
    if (call === 'POST /files')
      return [201, { key: randomUUID(), name: 'photo.png', contentType: 'image/png', size: 68 }]
    if (call === 'POST /marks') return [204]
    if (call === 'POST /csat') return [200, {}]
    return [404, { success: false, error: { code: 'not_found', message: 'There is nothing here.' } }]
  }

  function session(body: Record<string, unknown>): [number, unknown] {
    const known = !fake.isAnother && fake.sessions.includes(String(body['webchatId']))
    const webchatId = known ? String(body['webchatId']) : `wc_${randomUUID()}`
    if (!known) fake.sessions.push(webchatId)
    const conversation =
      fake.messages.length > 0 ? { isResolved: false, agent: null, isCsatAsked: fake.isCsatAsked } : null
    const isContinued = known || body['webchatId'] === undefined
    return [known ? 200 : 201, { webchatId, isContinued, visitor: visitor(), conversation }]
  }

  function visitor() {
    return { id: 'visitor', isKnown: false, name: null, needsForm: fake.needsForm }
  }

  function form(): [number, unknown] {
    fake.needsForm = false
    return [200, { visitor: visitor() }]
  }

  function listed(query: URLSearchParams): [number, unknown] {
    const [after, before] = [query.get('after'), query.get('before')]
    const found = fake.messages.filter(({ id }) => (after ? id > after : before ? id < before : true))
    const size = Number(query.get('size'))
    const messages = after ? found.slice(0, size) : found.slice(-size)
    return [200, { messages, hasMore: messages.length < found.length }]
  }

  function taken(body: Record<string, unknown>): [number, unknown] {
    const clientId = String(body['clientId'])
    const old = fake.messages.find((message) => message.clientId === clientId)
    if (old) return [200, old]
    const files = ((body['files'] ?? []) as string[]).map(() => picture(fake.url))
    const message = {
      ...blank(),
      isMine: true,
      clientId,
      content: String(body['content']),
      files,
      status: 'sent' as const,
    }
    fake.messages.push(message)
    tell({ type: 'message', message })
    return [201, message]
  }
}

function blank(): Message {
  const createdAt = new Date().toISOString()
  return {
    id: newId(),
    clientId: null,
    isMine: false,
    content: '',
    files: [],
    author: null,
    replyTo: null,
    awayMessage: null,
    status: 'sent',
    createdAt,
  }
}

function picture(url: string): Message['files'][number] {
  return { name: 'photo.png', contentType: 'image/png', size: 68, url: `${url}/widget/photo.png`, thumbnailUrl: null }
}

function plainSettings(key: string): Settings {
  return {
    key,
    name: 'Fern & Kettle',
    color: '#0f766e',
    greeting: 'Hello! Ask us anything about tea, plants or your order.',
    position: 'right',
    language: 'auto',
    files: { isOn: true, maxBytes: 5_000_000, types: ['image/png', 'image/jpeg', 'application/pdf'] },
    form: { isOn: false, fields: [], consent: null },
    hours: { isOpen: true, opensAt: null, timeZone: null, awayMessage: null },
    identity: { isRequired: false },
  }
}
