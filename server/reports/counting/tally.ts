import type { Clocks } from './clocks.ts'
import type { Occasion, Sums } from './sums.ts'

/** What a message is to the reports. */
export interface Said {
  id: string
  conversationId: string
  channelId: string
  sentById: string | null
  isAiGenerated: boolean
  createdAt: Date
}

/** What a conversation is to them, and of whom. */
export interface Talk {
  id: string
  channelId: string
  userId: string | null
  createdAt: Date
}

/** Counts what happened, one thing after the other, in the order in which it did; what was before `from` is counted elsewhere. */
export class Tally {
  readonly #sums: Sums
  readonly #clocks: Clocks
  readonly #from: Date

  constructor(sums: Sums, clocks: Clocks, from: Date) {
    this.#sums = sums
    this.#clocks = clocks
    this.#from = from
  }

  opened(talk: Talk): void {
    const occasion = { ...talk, at: talk.createdAt }
    if (this.#isCounted(occasion.at)) this.#sums.add('opened', occasion)
    this.#clocks.change(talk.id, { openedAt: talk.createdAt, waitingSince: null, answeredSince: null, answerId: null })
  }

  reopened(talk: Talk, at: Date): void {
    if (this.#isCounted(at)) this.#sums.add('reopened', { ...talk, at })
    this.#clocks.change(talk.id, { openedAt: at, waitingSince: null, answeredSince: null, answerId: null })
  }

  /** Whoever still waits then needs no answer. */
  resolved(talk: Talk, at: Date): void {
    const since = this.#clocks.of(talk.id).openedAt ?? talk.createdAt
    if (this.#isCounted(at)) {
      this.#sums.add('resolved', { ...talk, at })
      this.#sums.addDuration('resolution', { ...talk, at }, since)
    }
    this.#clocks.remove(talk.id)
  }

  received(said: Said, userId: string | null): void {
    const at = said.createdAt
    if (this.#isCounted(at)) this.#sums.addByHour('received', { at, channelId: said.channelId, userId })
    const { waitingSince } = this.#clocks.of(said.conversationId)
    if (!waitingSince) this.#clocks.change(said.conversationId, { waitingSince: at })
  }

  /** What a person writes ends the waiting; what a machine writes does not. */
  answered(said: Said): void {
    const { waitingSince } = this.#clocks.of(said.conversationId)
    if (!isByPerson(said) || !waitingSince || waitingSince > said.createdAt) return
    this.#count('firstResponse', said, waitingSince, 1)
    this.#clocks.change(said.conversationId, {
      waitingSince: null,
      answeredSince: waitingSince,
      answerId: said.id,
    })
  }

  /** The answer never left: whoever waited for it still does. */
  canceled(said: Said): void {
    const { answerId, answeredSince } = this.#clocks.of(said.conversationId)
    if (answerId !== said.id || !answeredSince) return
    this.#count('firstResponse', said, answeredSince, -1)
    this.#clocks.change(said.conversationId, { waitingSince: answeredSince, answeredSince: null, answerId: null })
  }

  /** Written elsewhere, by somebody who is nobody here, it is an answer as well; but nobody's. */
  sent(said: Said): void {
    if (this.#isCounted(said.createdAt)) this.#sums.add('sent', occasionOf(said))
    if (said.sentById !== null || said.isAiGenerated) return
    const { waitingSince } = this.#clocks.of(said.conversationId)
    if (waitingSince && waitingSince <= said.createdAt)
      this.#clocks.change(said.conversationId, { waitingSince: null, answeredSince: null, answerId: null })
  }

  failed(said: Said): void {
    if (this.#isCounted(said.createdAt)) this.#sums.add('failed', occasionOf(said))
  }

  #count(measure: 'firstResponse', said: Said, since: Date, times: 1 | -1): void {
    if (this.#isCounted(said.createdAt)) this.#sums.addDuration(measure, occasionOf(said), since, times)
  }

  #isCounted(at: Date): boolean {
    return at >= this.#from
  }
}

function isByPerson({ sentById, isAiGenerated }: Said): boolean {
  return sentById !== null && !isAiGenerated
}

function occasionOf({ channelId, sentById, createdAt }: Said): Occasion {
  return { at: createdAt, channelId, userId: sentById }
}
