import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'

import type { Signals } from '../platform/signals.ts'
import { Claims } from './claims.ts'
import { presenceTopic } from './presence.ts'
import type { Hearsay } from './presence.ts'

/** So long those who are connected elsewhere have to say so. */
const answerMilliseconds = 300

/** Who looks at which conversation, for a process to which nobody is connected: it listens to what the others say. */
export class Lookers {
  readonly #signals: Signals
  readonly #process = randomBytes(6).toString('hex')
  readonly #claims = new Map<string, Claims>()
  readonly #acquainted = new Map<string, Promise<void>>()
  readonly #forget: () => void

  constructor(signals: Signals) {
    this.#signals = signals
    this.#forget = signals.on(presenceTopic, (payload) => this.#hear(JSON.parse(payload) as Hearsay))
  }

  async isLooking(organizationId: string, userId: string, conversationId: string): Promise<boolean> {
    await this.#acquaint(organizationId)
    const claims = this.#claims.get(organizationId)
    for (const claim of claims?.stale() ?? []) claims?.unsay(claim)
    const found = claims?.lookingAt(conversationId) ?? []
    return found.some(({ actorType, actorId }) => actorType === 'user' && actorId === userId)
  }

  stop(): void {
    this.#forget()
  }

  /** Asks once; from then on it hears what is said. */
  #acquaint(organizationId: string): Promise<void> {
    const known = this.#acquainted.get(organizationId)
    if (known) return known
    this.#claims.set(organizationId, new Claims())
    const asked = { organizationId, process: this.#process, asks: true } satisfies Hearsay
    this.#signals.send(presenceTopic, JSON.stringify(asked))
    const answered = setTimeout(answerMilliseconds)
    this.#acquainted.set(organizationId, answered)
    return answered
  }

  #hear({ organizationId, process, there = [], gone }: Hearsay): void {
    const claims = this.#claims.get(organizationId)
    for (const claim of there) claims?.say({ ...claim, process })
    if (gone) claims?.unsay({ process, someone: gone })
  }
}
