import type { Page } from '../wire.ts'
import type { FieldName, Message, Session, Settings, Uploaded, Visitor } from './protocol.ts'

const longestCall = 20_000
const longestUpload = 180_000

/** The server said no. What is thrown otherwise means that it was not reached. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly retryAfter: number

  constructor(status: number, code: string, message: string, retryAfter: number) {
    super(message)
    this.status = status
    this.code = code
    this.retryAfter = retryAfter
  }

  /** Whether the same again may be answered better later. */
  get isPassing(): boolean {
    return this.status === 429 || this.status === 408 || this.status >= 500
  }
}

export class Api {
  readonly #key: string
  webchatId: string | null = null

  constructor(key: string) {
    this.#key = key
  }

  settings(): Promise<Settings> {
    return this.#call('GET', `/${encodeURIComponent(this.#key)}`)
  }

  openSession(identity: string | null, page: Page | undefined, language: string): Promise<Session> {
    return this.#call('POST', `/${encodeURIComponent(this.#key)}/sessions`, {
      ...(this.webchatId && { webchatId: this.webchatId }),
      ...(identity && { identity }),
      ...(page?.url && { page: page.url }),
      ...(page?.referrer && { referrer: page.referrer.slice(0, 500) }),
      language,
    })
  }

  fillForm(form: Partial<Record<FieldName, string>> & { consent?: true }): Promise<{ visitor: Visitor }> {
    return this.#call('PUT', '/form', form)
  }

  messages(position: { after?: string; before?: string }): Promise<{ messages: Message[]; hasMore: boolean }> {
    return this.#call('GET', `/messages?${new URLSearchParams({ ...position, size: '50' })}`)
  }

  send(message: { clientId: string; content: string; files?: string[]; page?: string }): Promise<Message> {
    return this.#call('POST', '/messages', message)
  }

  upload(file: File): Promise<Uploaded> {
    const form = new FormData()
    form.append('file', file)
    return this.#call('POST', '/files', form)
  }

  mark(marks: { deliveredUntil?: string; readUntil?: string }): Promise<void> {
    return this.#call('POST', '/marks', marks)
  }

  rate(rating: number, feedback: string): Promise<unknown> {
    return this.#call('POST', '/csat', { rating, ...(feedback && { feedback }) })
  }

  async #call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const isForm = body instanceof FormData
    const headers: Record<string, string> = {}
    const token = this.webchatId
    if (token) headers['authorization'] = `Bearer ${token}`
    if (body && !isForm) headers['content-type'] = 'application/json'
    const sent = isForm ? body : JSON.stringify(body)
    const signal = AbortSignal.timeout(isForm ? longestUpload : longestCall)
    const answer = await fetch(`/api/webchat${path}`, { method, headers, signal, ...(body && { body: sent }) })
    // What was asked in the name of the session before says nothing about this one.
    const isStale = () => token !== this.webchatId
    if (isStale()) throw new Error('The session changed meanwhile.')
    if (!answer.ok) throw await refusalOf(answer)
    const read = (answer.status === 204 ? undefined : await answer.json()) as Answer
    if (isStale()) throw new Error('The session changed meanwhile.')
    return read
  }
}

async function refusalOf(answer: Response): Promise<Refusal> {
  const body = (await answer.json().catch(() => null)) as { error?: { code?: string; message?: string } } | null
  const { code = '', message = '' } = body?.error ?? {}
  return new Refusal(answer.status, code, message, Number(answer.headers.get('retry-after')) || 0)
}
