import type { Someone } from './listener.ts'

export type TypingNews = Someone & { conversationId: string; isTyping: boolean }

/** Who says nothing for so long has stopped. */
const silenceMilliseconds = 6000
/** Saying it again sooner makes no difference to anybody. */
const freshMilliseconds = 2000

/** Who is writing where. */
export class Typing {
  readonly #tell: (organizationId: string, news: TypingNews) => void
  readonly #writing = new Map<string, { organizationId: string; news: TypingNews; saidAt: number }>()

  constructor(tell: (organizationId: string, news: TypingNews) => void) {
    this.#tell = tell
  }

  note(organizationId: string, news: TypingNews, now = Date.now()): void {
    const key = keyOf(organizationId, news)
    const wasTyping = this.#writing.has(key)
    if (news.isTyping) this.#writing.set(key, { organizationId, news, saidAt: now })
    else this.#writing.delete(key)
    if (wasTyping !== news.isTyping) this.#tell(organizationId, news)
  }

  isFresh(organizationId: string, where: Omit<TypingNews, 'isTyping'>, now = Date.now()): boolean {
    const saidAt = this.#writing.get(keyOf(organizationId, where))?.saidAt
    return saidAt !== undefined && now - saidAt < freshMilliseconds
  }

  /** Where somebody is writing. */
  of(organizationId: string, { actorType, actorId }: Someone): string[] {
    return [...this.#writing.values()]
      .filter((each) => each.organizationId === organizationId)
      .filter(({ news }) => news.actorId === actorId && news.actorType === actorType)
      .map(({ news }) => news.conversationId)
  }

  sweep(now: number): void {
    for (const { organizationId, news, saidAt } of this.#writing.values()) {
      if (now - saidAt >= silenceMilliseconds) this.note(organizationId, { ...news, isTyping: false })
    }
  }
}

function keyOf(organizationId: string, { actorType, actorId, conversationId }: Omit<TypingNews, 'isTyping'>): string {
  return `${organizationId} ${conversationId} ${actorType} ${actorId}`
}
