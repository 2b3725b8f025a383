import { readBearer } from '../identity/authentication.ts'
import type { Tokens } from '../identity/tokens.ts'
import type { Database } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import type { Follower } from '../platform/live/follower.ts'
import type { Live } from '../platform/live/live.ts'
import { Turns } from '../platform/live/turns.ts'
import type { Log } from '../platform/log.ts'
import type { Signals } from '../platform/signals.ts'
import type { Listener } from './listener.ts'
import { UserListener } from './user-listener.ts'

const askedAtOnce = 4

interface Tools {
  db: Database
  tokens: Tokens
  signals: Signals
  log: Log
}

/**
 * Asks again whether those who listen still may: whenever something about a user changes, in whichever process, and of all of
 * them after a time in which this process could not hear it.
 */
export class Rechecks {
  readonly #tools: Tools
  readonly #live: Live<Listener>
  readonly #turns = new Turns(askedAtOnce)

  constructor(tools: Tools, live: Live<Listener>) {
    this.#tools = tools
    this.#live = live
    tools.signals.on('users', (userId) => this.#askAll((listener) => listener.actor.id === userId))
    void tools.signals.onConnected(() => Promise.resolve(this.#askAll(() => true)))
  }

  async ask(follower: Follower<Listener>): Promise<void> {
    const { listener } = follower
    if (!(listener instanceof UserListener) || follower.isEnded) return
    const { db, tokens, log } = this.#tools
    try {
      const { actor } = await readBearer(db, tokens, listener.token)
      if (!listener.become(actor)) return
      const { role, departmentId } = actor
      follower.say({ type: 'access.changed', role, departmentId })
    } catch (error) {
      if (error instanceof Refusal) follower.end(signedOut)
      else
        log.warn(
          error,
          'Whether somebody may still listen could not be found out; their events are judged all the same.',
        )
    }
  }

  #askAll(which: (listener: UserListener) => boolean): void {
    for (const follower of this.#live.followers()) {
      const { listener } = follower
      if (listener instanceof UserListener && which(listener)) void this.#turns.take(() => this.ask(follower))
    }
  }
}

const signedOut = { code: 'signed_out', message: 'This token or key is not valid any more: log in again.' }
