import { isLostConnection, isUnkeepable } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { recordOutcomes } from './outcomes.ts'
import type { Settled } from './outcomes.ts'

const gatherMilliseconds = 5
const retryMilliseconds = 500
const longestFlushMilliseconds = 2500

interface Waiting {
  settled: Settled
  onWritten: () => void
}

/**
 * Gathers the outcomes of some milliseconds and writes them in one transaction per channel. While the database is away it
 * keeps them and tries again: an outcome that we know must not become unknown.
 */
export class OutcomeWriter {
  readonly #db: Database
  readonly #log: Log
  #waiting: Waiting[] = []
  #running: Promise<void> | undefined
  readonly #later = new Set<Promise<void>>()
  #isClosed = false

  constructor(db: Database, log: Log) {
    this.#db = db
    this.#log = log
  }

  write(settled: Settled, onWritten: () => void): void {
    this.#waiting.push({ settled, onWritten })
    this.#running ??= this.#run()
  }

  /** Waits for what is still to be written; not for ever: what a database that is away never heard becomes unknown. */
  async flush(): Promise<void> {
    const giveUpAt = Date.now() + longestFlushMilliseconds
    while ((this.#running || this.#later.size > 0) && Date.now() < giveUpAt) await pause(20)
    this.#isClosed = true
  }

  async #run(): Promise<void> {
    await pause(gatherMilliseconds)
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      await Promise.all([...Map.groupBy(batch, keyOf).values()].map((group) => this.#writeGroup(group)))
    }
    this.#running = undefined
  }

  async #writeGroup(group: Waiting[]): Promise<void> {
    try {
      await recordOutcomes(
        this.#db,
        group.map(({ settled }) => settled),
      )
      group.forEach(({ onWritten }) => onWritten())
    } catch (error) {
      if (group.length === 1 || isLostConnection(error)) return this.#keepForLater(group, error)
      for (const each of group) await this.#writeGroup([each])
    }
  }

  async #keepForLater(group: Waiting[], error: unknown): Promise<void> {
    this.#log.error(error, 'Writing down what became of messages failed, and will be tried again.')
    // As good as no answer.
    if (isUnkeepable(error)) {
      this.#waiting.push(...group.map(withUnknownOutcome))
      return
    }
    if (this.#isClosed) return
    // Later, but without holding up what becomes of other channels' messages.
    const later = pause(retryMilliseconds).then(() => {
      this.#later.delete(later)
      group.forEach((each) => this.write(each.settled, each.onWritten))
    })
    this.#later.add(later)
  }
}

function withUnknownOutcome({ settled, onWritten }: Waiting): Waiting {
  const error = {
    code: 'unreadable_answer',
    message: 'What the provider answered cannot be kept: it may have taken the message.',
  }
  return { settled: { ...settled, outcome: { kind: 'unknown', error } }, onWritten }
}

function keyOf({ settled }: Waiting): string {
  return `${settled.organizationId} ${settled.channelId}`
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
