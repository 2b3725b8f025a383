import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'

import { WebSocket } from 'ws'

import type { App } from '../server/platform/http.ts'
import type { Person } from './factories.ts'

const patienceMilliseconds = 20_000

/** What a stream or a socket said, with all that it was told of an event. */
export interface Heard {
  type: string
  position: number
  subjectId: string
  data: Record<string, unknown>
  [name: string]: unknown
}

/** One who listens, on a real connection; remembers everything. */
export abstract class Ear {
  readonly heard: Heard[] = []
  readonly #waiting = new Set<() => void>()
  readonly #counts = new Map<string, number>()

  abstract close(): Promise<void>

  protected hear(frame: Heard): void {
    this.heard.push(frame)
    this.#counts.set(frame.type, (this.#counts.get(frame.type) ?? 0) + 1)
    for (const look of this.#waiting) look()
  }

  /** Resolves with what has been heard once that is enough; says what it was if it never is. */
  async until(isEnough: (heard: Heard[]) => boolean): Promise<Heard[]> {
    if (isEnough(this.heard)) return this.heard
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const look = () => isEnough(this.heard) && resolve()
    const timer = setTimeout(() => {
      const last = JSON.stringify(this.heard.slice(-10)).slice(0, 2000)
      reject(new Error(`It was not heard; ${this.heard.length} things were, at last ${last}`))
    }, patienceMilliseconds)
    this.#waiting.add(look)
    await promise.finally(() => {
      clearTimeout(timer)
      this.#waiting.delete(look)
    })
    return this.heard
  }

  untilType(type: string, count = 1): Promise<Heard[]> {
    return this.until(() => (this.#counts.get(type) ?? 0) >= count)
  }

  types(): string[] {
    return this.heard.map(({ type }) => type)
  }
}

export async function listen(app: App): Promise<string> {
  if (!app.server.listening) await app.listen({ host: '127.0.0.1', port: 0 })
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
}

export class StreamEar extends Ear {
  readonly response: http.IncomingMessage
  lastId = ''
  isOver = false
  #rest = ''

  constructor(response: http.IncomingMessage) {
    super()
    this.response = response
    response.setEncoding('utf8')
    response.on('data', (text: string) => this.#read(text))
    response.on('error', () => undefined)
    response.on('close', () => (this.isOver = true))
  }

  async close(): Promise<void> {
    if (this.isOver) return
    this.response.destroy()
    await once(this.response, 'close')
  }

  #read(text: string): void {
    const records = (this.#rest + text).split('\n\n')
    this.#rest = records.pop()!
    for (const record of records) {
      const fields = Object.fromEntries(
        record
          .split('\n')
          .filter((line) => !line.startsWith(':'))
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      ) as { id?: string; event?: string; data?: string }
      if (fields.id) this.lastId = fields.id
      if (fields.data) this.hear({ ...(JSON.parse(fields.data) as Heard), type: fields.event ?? 'message' })
    }
  }
}

/** Begins a stream; answers the response instead where it is refused. */
export async function openStream(
  url: string,
  { token }: Pick<Person, 'token'>,
  query = '',
  headers: Record<string, string> = {},
): Promise<StreamEar> {
  const request = http.get(`${url}/api/events${query}`, { headers: { authorization: `Bearer ${token}`, ...headers } })
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  request.on('error', () => undefined)
  return new StreamEar(response)
}

export class SocketEar extends Ear {
  readonly socket: WebSocket
  closed: { code: number; reason: string } | undefined

  constructor(socket: WebSocket) {
    super()
    this.socket = socket
    socket.on('message', (data) => {
      const frame = JSON.parse((data as Buffer).toString()) as Heard & { event?: Heard }
      this.hear(frame.type === 'event' ? frame.event! : frame)
    })
    socket.on('error', () => undefined)
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() }
      this.hear({ type: 'closed', position: 0, subjectId: '', data: {} })
    })
  }

  say(frame: object): void {
    this.socket.send(JSON.stringify(frame))
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.socket.close()
    await this.untilType('closed')
  }
}

export async function connect(url: string, headers: Record<string, string> = {}): Promise<SocketEar> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/live`, { headers })
  const ear = new SocketEar(socket)
  await once(socket, 'open')
  return ear
}

export async function openSocket(
  url: string,
  { token }: Pick<Person, 'token'>,
  hello: object = {},
): Promise<SocketEar> {
  const ear = await connect(url)
  ear.say({ type: 'hello', token, ...hello })
  await ear.until((heard) => heard.length > 0)
  return ear
}
