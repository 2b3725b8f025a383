import type { Someone } from './listener.ts'

/** What one process says of somebody who is connected to it. */
export interface Claim {
  process: string
  someone: Someone
  /** The conversations that are open before them. */
  looking: readonly string[]
}

const trustedMilliseconds = 45_000

/**
 * Who is there and what they look at, by what all processes say. What is not said again for some time is forgotten: its
 * process may have died.
 */
export class Claims {
  readonly #claims = new Map<string, Map<string, Claim & { until: number }>>()

  /** Answers the conversations for which it made a difference, and whether the person came. */
  say(claim: Claim, now = Date.now()): Difference {
    return this.#changing(claim.someone, (own) =>
      own.set(claim.process, { ...claim, until: now + trustedMilliseconds }),
    )
  }

  unsay({ process, someone }: Omit<Claim, 'looking'>): Difference {
    return this.#changing(someone, (own) => own.delete(process))
  }

  /** What has not been said again in time. */
  stale(now = Date.now()): Claim[] {
    return [...this.#claims.values()].flatMap((own) => [...own.values()].filter(({ until }) => until <= now))
  }

  everyone(): Someone[] {
    return [...this.#claims.values()].map((own) => own.values().next().value!.someone)
  }

  lookingAt(conversationId: string): Someone[] {
    const claims = [...this.#claims.values()].map((own) => [...own.values()])
    return claims
      .filter((own) => own.some(({ looking }) => looking.includes(conversationId)))
      .map((own) => own[0]!.someone)
  }

  #changing(someone: Someone, change: (own: Map<string, Claim & { until: number }>) => unknown): Difference {
    const key = `${someone.actorType} ${someone.actorId}`
    const own = this.#claims.get(key) ?? new Map<string, Claim & { until: number }>()
    const [wasThere, before] = [own.size > 0, lookedAt(own)]
    change(own)
    if (own.size > 0) this.#claims.set(key, own)
    else this.#claims.delete(key)
    const after = lookedAt(own)
    const isThere = own.size > 0
    return {
      online: isThere === wasThere ? undefined : isThere,
      conversationIds: [...before.symmetricDifference(after)],
    }
  }
}

interface Difference {
  /** Whether the person came or went; undefined if neither. */
  online: boolean | undefined
  /** Where somebody else looks now. */
  conversationIds: string[]
}

function lookedAt(own: Map<string, Claim>): Set<string> {
  return new Set([...own.values()].flatMap(({ looking }) => looking))
}
