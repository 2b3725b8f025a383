import type { Look, Page, ToHost, Wishes } from '../wire.ts'
import { Bubble } from './bubble.ts'
import { Frame } from './frame.ts'
import { Memory } from './memory.ts'

type Listener = (detail?: unknown) => void

export interface Settings {
  origin: string
  key: string
  wishes: Wishes
  countsInTitle: boolean
}

const lookAroundMilliseconds = 1000

const firstLook: Look = {
  color: '#0f766e',
  ink: '#fff',
  position: 'right',
  direction: 'ltr',
  labels: { open: 'Chat', close: 'Close', panel: 'Chat', unread: '' },
}

/** One webchat on this page: what the page asks of it, and what its panel tells. */
export class Webchat {
  readonly #settings: Settings
  readonly #memory: Memory
  readonly #bubble: Bubble
  readonly #frame: Frame
  readonly #listeners = new Map<string, Listener[]>()
  #isShown = true
  #isReady = false
  #opensOnceReady = false
  #identity: string | null = null
  #told = ''

  constructor(settings: Settings) {
    this.#settings = settings
    this.#memory = new Memory(settings.key)
    this.#bubble = new Bubble(() => this.#setOpen(!this.#bubble.isOpen, true))
    const look = this.#memory.look()
    this.#frame = new Frame(
      settings.origin,
      settings.key,
      (look ?? firstLook).labels.panel,
      (message) => this.#hear(message),
      () => this.#giveUp('silent', unheard),
    )
    if (look) this.#wear(look)
    this.#memory.onOthers(() => this.#tellKept())
    whenIdle(() => this.#frame.load(this.#bubble.panel))
    // A page that changes its own address tells nobody, and some throw away what is not theirs.
    setInterval(() => this.#lookAround(), lookAroundMilliseconds)
  }

  command(name: string, ...details: unknown[]): void {
    const [detail, listener] = details
    if (name === 'open') this.#setOpen(true)
    if (name === 'close') this.#setOpen(false)
    if (name === 'toggle') this.#setOpen(!this.#bubble.isOpen)
    if (name === 'show' || name === 'hide') this.#show(name === 'show')
    if (name === 'on') this.#listen(String(detail), listener as Listener)
    if (name === 'identify') this.#identify(String(detail))
    if (name === 'language') this.#speak(String(detail))
    if (name === 'reset') this.#reset()
  }

  #hear(message: ToHost): void {
    if (message.type === 'ready') this.#start()
    if (message.type === 'gone') this.#giveUp('gone', `there is no chat ${this.#settings.key}, or it is switched off.`)
    if (message.type === 'problem') this.#complain(message.code, message.message)
    if (message.type === 'look') this.#wear(message.look, true)
    if (message.type === 'close') this.#setOpen(false, true)
    if (message.type === 'recall') this.#tellKept()
    if (message.type === 'forget') this.#memory.forget()
    if (message.type === 'session') this.#memory.setSession(message.webchatId)
    if (message.type === 'wait') this.#memory.wait(message.waiting)
    if (message.type === 'sent') this.#memory.sent(message.clientId)
    if (message.type === 'message') this.#emit('message', message.message)
    if (message.type === 'unread') this.#count(message.count, message.words)
  }

  #start(): void {
    const { wishes } = this.#settings
    const kept = this.#memory.kept()
    this.#told = ''
    this.#frame.tell({
      type: 'start',
      kept,
      page: page(),
      wishes,
      identity: this.#identity,
      isOpen: this.#bubble.isOpen,
    })
  }

  #wear(look: Look, isNew = false): void {
    this.#bubble.wear(look)
    this.#frame.retitle(look.labels.panel)
    this.#bubble.host.hidden = !this.#isShown
    if (!isNew) return
    this.#memory.setLook(look)
    if (this.#isReady) return
    this.#isReady = true
    this.#emit('ready')
    if (this.#opensOnceReady) this.#setOpen(true)
  }

  /** A person's press takes the focus along; a script's command leaves it where it is. */
  #setOpen(isOpen: boolean, isByPerson = false): void {
    if (!this.#isReady) {
      this.#opensOnceReady = isOpen
      return
    }
    if (isOpen === this.#bubble.isOpen) return
    this.#bubble.setOpen(isOpen)
    this.#tellPage()
    if (isOpen && isByPerson) this.#frame.focus()
    this.#frame.tell({ type: isOpen ? 'opened' : 'closed' })
    if (!isOpen && isByPerson) this.#bubble.focus()
    this.#emit(isOpen ? 'open' : 'close')
  }

  #show(isShown: boolean): void {
    this.#isShown = isShown
    if (this.#isReady) this.#bubble.host.hidden = !isShown
  }

  #identify(identity: string): void {
    this.#identity = identity
    this.#frame.tell({ type: 'identify', identity })
  }

  #speak(language: string): void {
    this.#settings.wishes.language = language
    this.#frame.tell({ type: 'language', language })
  }

  #reset(): void {
    this.#identity = null
    this.#memory.forget()
    this.#frame.tell({ type: 'reset' })
  }

  #tellKept(): void {
    this.#frame.tell({ type: 'kept', kept: this.#memory.kept() })
  }

  #tellPage(): void {
    const present = page()
    this.#told = `${present.url} ${present.title}`
    this.#frame.tell({ type: 'page', page: present })
  }

  #lookAround(): void {
    const { host } = this.#bubble
    if (!host.isConnected) document.body?.append(host)
    const { url, title } = page()
    if (this.#isReady && this.#told !== `${url} ${title}`) this.#tellPage()
  }

  #count(count: number, words: string): void {
    this.#bubble.setUnread(count, words)
    this.#emit('unread', count)
    if (!this.#settings.countsInTitle) return
    const title = withoutCount(document.title)
    document.title = count > 0 ? `(${count}) ${title}` : title
  }

  /** A button that opens nothing is worse than none: this site may not show the chat, or Tether cannot be reached. */
  #giveUp(code: string, message: string): void {
    this.#bubble.host.hidden = true
    this.#complain(code, message)
  }

  /** Nobody who reads the page can mend it; whoever makes it looks into the console. */
  #complain(code: string, message: string): void {
    // oxlint-disable-next-line no-console
    console.warn(`Tether: ${message}`)
    this.#emit('error', { code, message })
  }

  #listen(event: string, listener: Listener): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener])
    if (event === 'ready' && this.#isReady) listener()
  }

  #emit(event: string, detail?: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(detail)
  }
}

const unheard =
  `the chat could not be shown on ${location.host}. Its allowed domains may lack that: example.com, www.example.com ` +
  'and *.example.com are three different ones. Or the server could not be reached.'

/** Which is ours. */
function withoutCount(title: string): string {
  return title.replace(/^\(\d+\) /, '')
}

function page(): Page {
  const { title, referrer, documentElement } = document
  return {
    url: location.href.slice(0, 500),
    title: withoutCount(title),
    referrer,
    language: documentElement.lang || navigator.language,
  }
}

function whenIdle(work: () => void): void {
  // Safari has no idle callbacks.
  if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: 2000 })
  else setTimeout(work, 200)
}
