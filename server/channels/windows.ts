/** What decides whether somebody may be written to: as the conversation has it. */
export interface Heard {
  channelType: string
  lastInboundAt: Date | null
  /** When they came by an advertisement last. */
  adClickedAt: Date | null
  /** Whether the channel may send what a person wrote when the window has closed. */
  hasHumanAgent: boolean
  /** When Meta refused the last message because the window is over: it knows better than we. */
  windowClosedAt: Date | null
}

export interface Window {
  closesAt: Date
  /** Until then a person may write all the same. */
  humanAgentUntil: Date | null
}

/** Meta's subcodes for that. */
export const windowOverCodes = [2018278, 2018065] as const

const hour = 3_600_000
const day = 24 * hour

/**
 * Messenger: 24 hours after what the person did last, 7 days after an advertisement that led them to write; with the permission
 * "Human Agent" a person may answer for 7 days. Null where there is no such rule, or nobody has written yet.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/policy
 */
export function windowOf({ windowClosedAt, ...heard }: Heard): Window | null {
  const window = counted(heard)
  if (!window || !windowClosedAt) return window
  const { closesAt, humanAgentUntil } = window
  // What a person wrote after it had closed was refused as well: then that is over, too.
  if (windowClosedAt < closesAt) return { closesAt: windowClosedAt, humanAgentUntil }
  return { closesAt, humanAgentUntil: humanAgentUntil && earlier(windowClosedAt, humanAgentUntil) }
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other
}

function counted({
  channelType,
  lastInboundAt,
  adClickedAt,
  hasHumanAgent,
}: Omit<Heard, 'windowClosedAt'>): Window | null {
  if (channelType !== 'facebook' || !lastInboundAt) return null
  const heardAt = lastInboundAt.getTime()
  const clickedAt = adClickedAt && adClickedAt <= lastInboundAt ? adClickedAt.getTime() : heardAt - 7 * day
  return {
    closesAt: new Date(Math.max(heardAt + day, clickedAt + 7 * day)),
    humanAgentUntil: hasHumanAgent ? new Date(heardAt + 7 * day) : null,
  }
}

/** `late` is what only a person may write, and only to say it to this one. */
export function mayWrite(heard: Heard, { isByHand, now }: { isByHand: boolean; now: Date }): 'yes' | 'late' | 'no' {
  if (heard.channelType !== 'facebook') return 'yes'
  const window = windowOf(heard)
  if (!window) return 'no'
  if (now < window.closesAt) return 'yes'
  return isByHand && window.humanAgentUntil && now < window.humanAgentUntil ? 'late' : 'no'
}

export const windowClosed = {
  code: 'window_closed',
  message:
    'On this channel one may write for 24 hours after the contact wrote last, and a person for 7 days where the page has the ' +
    'Human Agent permission. That is over: wait until the contact writes again, or use another channel.',
}
