import { now, nowText } from '../../ui/clock.ts'
import { nextOf, revived } from './entries.ts'
import type { SendEntry } from './entries.ts'

interface Trouble {
  code: string
  message: string
  /** Whether it may go better in a moment: then it is tried again with the same key. */
  isPassing: boolean
}

/** Where what was said outlives the page. */
export interface EntryStore {
  all: () => Promise<SendEntry[]>
  get: (clientId: string) => Promise<SendEntry | undefined>
  keep: (entry: SendEntry) => Promise<void>
  forget: (clientId: string) => Promise<void>
}

export interface SendTools {
  store: EntryStore
  /**
   * Ends when the server has it; throws what the server or the network says otherwise. What it gets done on the way, such as
   * uploading a file, it keeps, and it is done once.
   */
  deliver: (entry: SendEntry, keep: (changed: SendEntry) => Promise<void>) => Promise<void>
  troubleOf: (error: unknown) => Trouble
  uncertain: { code: string; message: string }
  /** Of all tabs one at a time. */
  exclusively: (name: string, work: () => Promise<void>) => Promise<void>
  later: (work: () => void, milliseconds: number) => void
  /** Whether there is any hope: without it nothing is tried, and so everything can be taken back. */
  mayReach: () => boolean
  /** Other tabs look at it again: it came, was refused, or is gone. */
  tellOthers: (clientId: string) => void
  hearOthers: (effect: (clientId: string) => void) => () => void
}

const firstPauseMilliseconds = 1000
const longestPauseMilliseconds = 30_000

/** What was said here and has not reached the server yet; it gets there once, in order, whatever the network does. */
export class SendQueue {
  #tools: SendTools | undefined
  #userId = ''
  #stopHearing: () => void = () => undefined
  #entries: readonly SendEntry[] = []
  #failures = 0
  /** What the browser had no room for: it lives as long as the page. */
  readonly #unkept = new Set<string>()
  readonly #inFlight = new Map<string, Promise<void>>()
  readonly #listeners = new Set<() => void>()

  readonly entries = (): readonly SendEntry[] => this.#entries

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** For who is signed in: what somebody else left behind on this machine waits for them. */
  async start(userId: string, tools: SendTools): Promise<void> {
    this.#tools = tools
    this.#userId = userId
    this.#stopHearing()
    this.#stopHearing = tools.hearOthers((clientId) => void this.#lookAt(clientId))
    const kept = await tools.store.all().catch(() => [])
    const known = new Set(this.#entries.map(({ clientId }) => clientId))
    const own = kept.filter((entry) => entry.userId === userId && !known.has(entry.clientId))
    const back = own.map((entry) => revived(entry, now(), tools.uncertain))
    this.#become([...back, ...this.#entries.filter((entry) => entry.userId === userId)])
    this.wake()
  }

  stop(): void {
    this.#tools = undefined
    this.#stopHearing()
  }

  /** Whoever leaves this machine leaves nothing on it. */
  async forgetAll(): Promise<void> {
    const { store } = this.#tools ?? {}
    this.stop()
    const own = this.#entries
    this.#become([])
    for (const { clientId } of own) await store?.forget(clientId).catch(() => undefined)
  }

  add(entry: SendEntry): void {
    this.#become([...this.#entries, entry])
    this.#keep(entry)
    this.#drain(entry.conversationId)
  }

  /** The network is back, or something else gives hope. */
  wake(): void {
    for (const conversationId of new Set(this.#entries.map((entry) => entry.conversationId)))
      this.#drain(conversationId)
  }

  /** What was refused is said anew, under a name of its own: the refusal stands under the old one. */
  again(clientId: string): void {
    const entry = this.#find(clientId)
    if (entry?.state !== 'failed') return
    this.discard(clientId)
    const { error: _error, ...rest } = entry
    const createdAt = nowText()
    this.add({ ...rest, clientId: crypto.randomUUID(), state: 'waiting', wasTried: false, createdAt })
  }

  discard(clientId: string): void {
    this.#drop(clientId)
    const { store, tellOthers } = this.#tools ?? {}
    void store?.forget(clientId).then(
      () => tellOthers?.(clientId),
      () => undefined,
    )
  }

  /** `back`: it never left this machine. `sent`: the server has it. `uncertain`: it may have it. */
  async takeBack(clientId: string): Promise<'back' | 'sent' | 'uncertain'> {
    await this.#inFlight.get(clientId)
    const entry = this.#find(clientId)
    if (!entry) return 'sent'
    if (wasLeft(entry)) return 'uncertain'
    const elsewhere = await this.#takeFromOthers(clientId)
    if (elsewhere) return elsewhere
    this.discard(clientId)
    return 'back'
  }

  /** Another tab may have tried it, though this one did not. */
  async #takeFromOthers(clientId: string): Promise<'sent' | 'uncertain' | undefined> {
    const { store, exclusively } = this.#tools ?? {}
    if (!store || !exclusively || this.#unkept.has(clientId)) return undefined
    let outcome: 'sent' | 'uncertain' | undefined
    await exclusively(clientId, async () => {
      const kept = await store.get(clientId)
      if (!kept) outcome = 'sent'
      else if (wasLeft(kept)) outcome = 'uncertain'
      else await store.forget(clientId)
    })
    if (outcome === 'sent') this.#drop(clientId)
    return outcome
  }

  async #lookAt(clientId: string): Promise<void> {
    const tools = this.#tools
    const kept = await tools?.store.get(clientId).catch(() => undefined)
    // What is being sent from here finds out by itself.
    if (this.#tools !== tools || this.#inFlight.has(clientId) || this.#unkept.has(clientId)) return
    if (!kept) return this.#drop(clientId)
    if (kept.userId !== this.#userId) return
    const entry = { ...kept, state: kept.state === 'failed' ? ('failed' as const) : ('waiting' as const) }
    if (this.#find(clientId)) this.#replace(entry)
    else this.#become([...this.#entries, entry].toSorted(byTime))
    this.#drain(kept.conversationId)
  }

  #drain(conversationId: string): void {
    const entry = nextOf(this.#entries, conversationId)
    if (!entry || !this.#tools?.mayReach()) return
    const sending = { ...entry, state: 'sending' as const, wasTried: true }
    this.#replace(sending)
    const done = this.#send(sending, this.#tools).finally(() => this.#inFlight.delete(entry.clientId))
    this.#inFlight.set(entry.clientId, done)
  }

  async #send(entry: SendEntry, { store, deliver, troubleOf, exclusively }: SendTools): Promise<void> {
    const { clientId, conversationId } = entry
    let latest = entry
    const keep = async (changed: SendEntry) => {
      latest = changed
      this.#replace(changed)
      await store.keep(changed).catch(() => undefined)
    }
    try {
      await exclusively(clientId, async () => {
        // Another tab may have sent it meanwhile.
        if (!this.#unkept.has(clientId) && !(await store.get(clientId).catch(() => entry))) return
        // That it was tried is known before it is: a crash in between leaves no doubt behind.
        await store.keep(entry).catch(() => undefined)
        await deliver(entry, keep)
      })
      this.#failures = 0
      this.discard(clientId)
    } catch (error) {
      const { isPassing, ...shown } = troubleOf(error)
      if (isPassing) return this.#wait(latest)
      const failed = { ...latest, state: 'failed' as const, error: shown }
      this.#replace(failed)
      this.#keep(failed)
    }
    this.#drain(conversationId)
  }

  #wait(entry: SendEntry): void {
    this.#replace({ ...entry, state: 'waiting' })
    const pause = Math.min(longestPauseMilliseconds, firstPauseMilliseconds * 2 ** this.#failures++)
    this.#tools?.later(() => this.#drain(entry.conversationId), pause)
  }

  #find(clientId: string): SendEntry | undefined {
    return this.#entries.find((entry) => entry.clientId === clientId)
  }

  #replace(entry: SendEntry): void {
    this.#become(this.#entries.map((each) => (each.clientId === entry.clientId ? entry : each)))
  }

  #keep(entry: SendEntry): void {
    const { store, tellOthers } = this.#tools ?? {}
    void store?.keep(entry).then(
      () => tellOthers?.(entry.clientId),
      () => this.#unkept.add(entry.clientId),
    )
  }

  #drop(clientId: string): void {
    this.#become(this.#entries.filter((entry) => entry.clientId !== clientId))
  }

  #become(entries: readonly SendEntry[]): void {
    this.#entries = entries
    for (const listener of this.#listeners) listener()
  }
}

/** Whether the server may have it. */
function wasLeft({ wasTried, state }: SendEntry): boolean {
  return wasTried && state !== 'failed'
}

function byTime(one: SendEntry, other: SendEntry): number {
  return Date.parse(one.createdAt) - Date.parse(other.createdAt)
}
