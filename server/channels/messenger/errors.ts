import type { DeliveryError, Outcome } from '../connector.ts'
import { windowOverCodes } from '../windows.ts'
import type { GraphError } from './answer.ts'

// Rates: of the app, the account, the page and the business. Meta has not taken the message then.
const rates = new Set([4, 17, 32, 613, 80002])
// "Try again later": nobody knows what was done until then.
const doubtful = new Set([1, 2, 1200])
const permissions = new Set([3, 10, 200])
// Of those, what is about this one person, and says nothing of the page: the window is over, or they want nothing from it.
const windowOver = new Set<number>(windowOverCodes)
const unwilling = new Set([1545041, 2018108])

/**
 * What a refusal means for the message and for the channel. Codes:
 * https://developers.facebook.com/docs/messenger-platform/error-codes
 */
export function outcomeOfError({ code, subcode, said }: GraphError, retryAfterSeconds?: number): Outcome {
  const error = { code: subcode ? `${code}/${subcode}` : String(code), message: sentenceFor(code, subcode, said) }
  if (rates.has(code)) return { kind: 'throttled', ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) }
  if (doubtful.has(code)) return { kind: 'unknown', error }
  if (halts(code, subcode)) return { kind: 'halted', error }
  return { kind: 'rejected', error: { ...error, ...marks(subcode) } }
}

/** Whatever is sent would be refused until somebody mends it. */
function halts(code: number, subcode: number): boolean {
  if (code === 190 || code === 368) return true
  return permissions.has(code) && !windowOver.has(subcode) && !unwilling.has(subcode)
}

function marks(subcode: number): Pick<DeliveryError, 'isOptOut'> {
  // Who cannot be reached now (551 alone) may be later.
  return unwilling.has(subcode) ? { isOptOut: true } : {}
}

function sentenceFor(code: number, subcode: number, said: string): string {
  const known = windowOver.has(subcode) ? '10/2018278' : unwilling.has(subcode) ? 'unwilling' : `${code}/${subcode}`
  const words = sentences[known] ?? sentences[String(code)]
  if (words) return words
  return `Messenger refused the message (${code})${said.trim() ? `: ${said.trim().slice(0, 300)}` : '.'}`
}

const sentences: Record<string, string> = {
  '1': 'Messenger had trouble of its own. Whether it took the message is not known.',
  '2': 'Messenger was out of order. Whether it took the message is not known.',
  '3': 'The app may not send messages. Check its permissions at Meta, and enter a new page token.',
  '10': 'The app has no permission to send for this page. Connect the page again and enter a new page token.',
  '10/1893063': 'Meta keeps the page from sending for a while. Look at its notices in the Meta Business Suite.',
  '10/2018278':
    'The time in which one may write to this person is over: wait until they write again, or use another channel.',
  '100/2018001': 'Messenger knows no such person on this page. They may have deleted the conversation.',
  '190':
    'The page needs a new token: the old one has expired or was withdrawn. Enter a new one; what waits is sent then.',
  '200': 'The app has no permission to send for this page. Connect the page again and enter a new page token.',
  '368': 'Meta has blocked the page for what it sent. Look at its notices in the Meta Business Suite.',
  '551': 'This person cannot be reached on Messenger at the moment.',
  unwilling: 'This person cannot be reached: they have blocked the page, or closed their account.',
  '1200': 'Messenger had trouble of its own. Whether it took the message is not known.',
}
