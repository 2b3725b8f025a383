import { readBearer } from '../identity/authentication.ts'
import type { Tokens } from '../identity/tokens.ts'
import type { Database } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import type { Follower } from '../platform/live/follower.ts'
import type { Live } from '../platform/live/live.ts'
import { Turns } from '../platform/live/turns.ts'
import { Wheel } from '../platform/live/wheel.ts'
import type { Log } from '../platform/log.ts'
import type { Signals } from '../platform/signals.ts'
import type { Listener } from './listener.ts'
import { UserListener } from './user-listener.ts'

const askedAtOnce = 4

/** Everybody is asked again in a round of five minutes, as long as a token is believed elsewhere: a signal may get lost. */
const usualPace = { ticks: 300, tickMilliseconds: 1000, retryMilliseconds: 5000 }

interface Tools {
  db: Database
  tokens: Tokens
  signals: Signals
  log: Log
}

/**
 * Asks again whether those who listen still may: whenever something about a user changes, in whichever process, of all of
 * them after a time in which this process could not hear it, and of each now and then.
 */
export class Rechecks {
  readonly #tools: Tools
  readonly #live: Pick<Live<Listener>, 'followers'>
  readonly #turns = new Turns(askedAtOnce)
  readonly #wheel: Wheel<Follower<Listener>>
  readonly #retryMilliseconds: number

  constructor(tools: Tools, live: Pick<Live<Listener>, 'followers'>, pace = usualPace) {
    this.#tools = tools
    this.#live = live
    this.#wheel = new Wheel(pace.ticks, pace.tickMilliseconds, (follower) => this.#askInTurn(follower))
    this.#retryMilliseconds = pace.retryMilliseconds
    tools.signals.on('users', (userId) => this.#askAll((listener) => listener.actor.id === userId))
    void tools.signals.onConnected(() => Promise.resolve(this.#askAll(() => true)))
  }

  /** Now, since something may have changed while it was on its way in, and again and again until it leaves. */
  watch(follower: Follower<Listener>): void {
    this.#wheel.add(follower)
    void this.#ask(follower)
  }

  leave(follower: Follower<Listener>): void {
    this.#wheel.remove(follower)
  }

  async #ask(follower: Follower<Listener>): Promise<void> {
    const { listener } = follower
    if (!(listener instanceof UserListener) || follower.isEnded) return
    const { db, tokens, log } = this.#tools
    try {
      const { actor } = await readBearer(db, tokens, listener.token)
      if (!listener.become(actor)) return
      const { role, departmentId } = actor
      follower.say({ type: 'access.changed', role, departmentId })
    } catch (error) {
      if (error instanceof Refusal) return follower.end(signedOut)
      log.warn(error, 'Whether somebody may still listen could not be found out and will be asked again.')
      setTimeout(() => this.#askInTurn(follower), this.#retryMilliseconds).unref()
    }
  }

  #askInTurn(follower: Follower<Listener>): void {
    void this.#turns.take(follower.listener.organizationId, () => this.#ask(follower))
  }

  #askAll(which: (listener: UserListener) => boolean): void {
    for (const follower of this.#live.followers()) {
      const { listener } = follower
      if (listener instanceof UserListener && which(listener)) this.#askInTurn(follower)
    }
  }
}

const signedOut = { code: 'signed_out', message: 'This token or key is not valid any more: log in again.' }
