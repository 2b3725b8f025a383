import { mostWaiting } from '../wire.ts'
import type { ToPanel, Waiting } from '../wire.ts'
import { Api } from './api.ts'
import type { Refusal } from './api.ts'
import { tellHost } from './host.ts'
import { Live } from './live.ts'
import { Marks } from './marks.ts'
import { Outbox } from './outbox.ts'
import type { FieldName, LiveFrame, Message, Uploaded } from './protocol.ts'
import { firstState, Store } from './state.ts'
import { joined, lastId, lastOfTheirs } from './thread.ts'

import { Visit } from './visit.ts'

const longestTypingMilliseconds = 15_000
const typingPauseMilliseconds = 3000
const lookAfterMilliseconds = 60_000

/** One visitor's chat: everything that can be done in the panel, and what becomes of it. */
export class Chat {
  readonly store = new Store()
  readonly #api: Api
  readonly #visit: Visit
  readonly #marks: Marks
  readonly #outbox: Outbox
  readonly #live: Live
  #typingTimer: ReturnType<typeof setTimeout> | undefined
  #typedAt = 0
  #toldPage = ''
  /** Only what was fetched moves it on: what is sent or heard live may have something before it that was missed. */
  #caughtUpTo: string | undefined

  constructor(key: string) {
    this.#api = new Api(key)
    this.#visit = new Visit(this.#api, this.store, () => this.#outbox.clear())
    this.#marks = new Marks(this.#api, this.store)
    this.#outbox = new Outbox({
      send: (waiting) => this.#send(waiting),
      isOfSession: (refusal) => this.#isOfSession(refusal),
      changed: (outgoing) => this.store.set({ outgoing }),
    })
    this.#live = new Live({
      token: () => this.#api.webchatId,
      hear: (frame) => this.#hear(frame),
      isUp: (isUp) => this.store.set({ isUp }),
      ended: (code) => this.#end(code),
    })
    const followNetwork = () => this.store.set({ isOffline: !navigator.onLine })
    for (const kind of ['online', 'offline']) addEventListener(kind, followNetwork)
    addEventListener('online', () => void this.#outbox.flush())
    document.addEventListener('visibilitychange', () => document.hidden || void this.catchUp())
    setInterval(() => void this.#lookAfter(), lookAfterMilliseconds)
    followNetwork()
  }

  async start(message: ToPanel & { type: 'start' }): Promise<void> {
    const { kept, page, identity, isOpen } = message
    this.#api.webchatId = kept.webchatId
    this.#visit.page = page
    this.#visit.identity = identity
    this.#outbox.adopt(kept.waiting)
    this.store.set({ isOpen })
    if (kept.webchatId || identity || isOpen) await this.#begin()
    else this.store.set({ phase: 'ready' })
  }

  obey(message: ToPanel): void {
    if (message.type === 'opened') this.#open()
    if (message.type === 'closed') this.store.set({ isOpen: false })
    if (message.type === 'page') this.#move(message.page)
    if (message.type === 'identify') this.#identify(message.identity)
    if (message.type === 'reset') this.#reset()
    if (message.type === 'kept') this.#adopt(message.kept.webchatId, message.kept.waiting)
  }

  write(content: string, files: Uploaded[] = []): void {
    const { outgoing } = this.store.state
    if (outgoing.length >= mostWaiting) return
    const waiting = { clientId: crypto.randomUUID(), content, files, createdAt: new Date().toISOString() }
    this.#outbox.add(waiting)
    tellHost({ type: 'wait', waiting })
    this.#typedAt = 0
    void this.#flush()
  }

  retry(clientId: string): void {
    this.#outbox.retry(clientId)
    void this.#flush()
  }

  discard(clientId: string): void {
    this.#outbox.remove([clientId])
    tellHost({ type: 'sent', clientId })
  }

  upload(file: File): Promise<Uploaded> {
    return this.#api.upload(file)
  }

  async fillForm(form: Partial<Record<FieldName, string>> & { consent?: true }): Promise<void> {
    const { visitor } = await this.#api.fillForm(form)
    this.store.set({ visitor })
    await this.#flush()
  }

  async rate(rating: number, feedback: string): Promise<void> {
    await this.#api.rate(rating, feedback)
    this.store.set({ rating: 'given' })
  }

  typing(): void {
    if (Date.now() - this.#typedAt < typingPauseMilliseconds) return
    this.#typedAt = Date.now()
    this.#live.send({ type: 'typing' })
  }

  async loadEarlier(): Promise<void> {
    const [oldest] = this.store.state.messages
    if (!oldest) return
    const { messages, hasMore } = await this.#api.messages({ before: oldest.id })
    this.#receive(messages)
    this.store.set({ hasEarlier: hasMore })
  }

  /** Everything that is newer than what is known, however much that is. */
  async catchUp(): Promise<void> {
    if (!this.#api.webchatId || this.store.state.phase !== 'ready') return
    try {
      for (;;) {
        const after = this.store.state.isLoaded ? this.#caughtUpTo : undefined
        const { messages, hasMore } = await this.#api.messages(after ? { after } : {})
        this.#receive(messages)
        this.#caughtUpTo = lastId(messages) ?? after
        if (!after) this.store.set({ isLoaded: true, hasEarlier: hasMore })
        if (!after || !hasMore || this.#caughtUpTo === after) break
      }
    } catch (error) {
      this.#isOfSession(error as Refusal)
    }
    await this.#flush()
  }

  async startAnew(): Promise<void> {
    this.#forgetSession()
    tellHost({ type: 'session', webchatId: null })
    await this.#begin()
  }

  close(): void {
    tellHost({ type: 'close' })
  }

  async #begin(): Promise<void> {
    if (!(await this.#visit.begin())) return this.#live.stop()
    this.#live.start()
    await this.catchUp()
  }

  /** A connection that a network has dropped without a word looks like one on which nobody speaks. */
  async #lookAfter(): Promise<void> {
    const { isOpen, isUp, messages } = this.store.state
    if (!isOpen || !isUp || document.hidden) return
    await this.catchUp()
    if (this.store.state.messages.length > messages.length && this.store.state.phase === 'ready') this.#live.start()
  }

  async #flush(): Promise<void> {
    if (!this.#api.webchatId && !(await this.#visit.begin())) return
    if (!this.store.state.visitor?.needsForm) await this.#outbox.flush()
  }

  async #send({ clientId, content, files }: Waiting): Promise<void> {
    const keys = files.map(({ key }) => key)
    const page = this.#visit.page?.url
    const message = await this.#api.send({ clientId, content, ...(keys[0] && { files: keys }), ...(page && { page }) })
    this.#receive([message])
  }

  #receive(news: Message[]): void {
    const { messages, agent } = this.store.state
    const known = new Set(messages.map(({ id }) => id))
    const mine = news.flatMap(({ clientId }) => (clientId ? [clientId] : []))
    const next = joined(messages, news)
    this.store.set({ messages: next, agent: lastOfTheirs(next)?.author?.name ?? agent })
    this.#outbox.remove(mine)
    for (const clientId of mine) tellHost({ type: 'sent', clientId })
    this.#marks.gather()
    if (!this.store.state.isLoaded) return
    for (const { id, content, isMine, createdAt } of news.filter((message) => !known.has(message.id)))
      tellHost({ type: 'message', message: { id, content, isMine, createdAt } })
  }

  #hear(frame: LiveFrame): void {
    if (frame.type === 'welcome') this.#tellPage()
    if (frame.type === 'welcome') void this.catchUp()
    if (frame.type === 'typing') this.#showTyping(frame.isTyping)
    if (frame.type === 'csat') this.#ask(frame.isAsked)
    if (frame.type === 'conversation') this.store.set({ isResolved: frame.isResolved })
    if (frame.type === 'message') {
      if (!frame.message.isMine) this.#showTyping(false)
      this.#receive([frame.message])
    }
  }

  /** That nothing is asked any more is said after one’s own answer, too: the thanks stay. */
  #ask(isAsked: boolean): void {
    const { rating } = this.store.state
    if (isAsked || rating !== 'given') this.store.set({ rating: isAsked ? 'asked' : 'none' })
  }

  /** Who writes and then leaves says nothing more. */
  #showTyping(isTyping: boolean): void {
    clearTimeout(this.#typingTimer)
    if (isTyping) this.#typingTimer = setTimeout(() => this.#showTyping(false), longestTypingMilliseconds)
    if (isTyping !== this.store.state.isTyping) this.store.set({ isTyping })
  }

  #isOfSession(refusal: Refusal): boolean {
    if (refusal.status === 401) this.#end(4401)
    const wantsProof = refusal.code === 'identity_required'
    if (wantsProof) this.#end(4403)
    const { visitor } = this.store.state
    const wantsForm = refusal.code === 'form_required' && visitor !== null
    if (wantsForm) this.store.set({ visitor: { ...visitor, needsForm: true } })
    return wantsForm || wantsProof || refusal.status === 401
  }

  #end(code: number): void {
    this.#live.stop()
    this.store.set({ phase: code === 4403 ? 'unknown-visitor' : 'ended', isTyping: false })
  }

  #open(): void {
    this.store.set({ isOpen: true })
    if (!this.store.state.visitor && this.store.state.phase === 'ready') void this.#begin()
    this.#marks.gather()
  }

  #move(page: Visit['page']): void {
    this.#visit.page = page
    this.#tellPage()
  }

  /** Where the visitor is: once, also if there was no connection when it got there. */
  #tellPage(): void {
    const { page } = this.#visit
    if (!page || this.#toldPage === `${page.url} ${page.title}`) return
    if (this.#live.send({ type: 'page', url: page.url, title: page.title }))
      this.#toldPage = `${page.url} ${page.title}`
  }

  #identify(identity: string): void {
    this.#visit.identity = identity
    void this.#begin()
  }

  #reset(): void {
    this.#forgetSession()
    this.#outbox.clear()
    this.#visit.abandon()
    const { settings, wishes, language, isOpen } = this.store.state
    this.store.set({ ...firstState, phase: 'ready', settings, wishes, language, isOpen })
    if (isOpen) void this.#begin()
  }

  #forgetSession(): void {
    this.#live.stop()
    this.#api.webchatId = null
    this.#caughtUpTo = undefined
    this.#toldPage = ''
    this.store.set({ visitor: null, messages: [], isLoaded: false, rating: 'none', agent: null })
  }

  /** What another tab of the site did: it may have begun, ended or changed the session, and sent what waited. */
  #adopt(webchatId: string | null, waiting: Waiting[]): void {
    this.#outbox.adopt(waiting)
    if (webchatId === this.#api.webchatId) return
    if (!webchatId) return this.#reset()
    const isOther = this.#api.webchatId !== null
    this.#api.webchatId = webchatId
    if (isOther) this.store.set({ messages: [], isLoaded: false })
    void this.#begin()
  }
}
