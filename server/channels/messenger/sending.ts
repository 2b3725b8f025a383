import { OutgoingFailure } from '../../platform/outgoing.ts'
import type { Outgoing, OutgoingResponse } from '../../platform/outgoing.ts'
import type { Connection, Draft, Media, Outcome } from '../connector.ts'
import { retryAfter } from '../retry-after.ts'
import { graphRequest, requestLimits } from './account.ts'
import { errorIn, readAnswer } from './answer.ts'
import { outcomeOfError } from './errors.ts'

/**
 * Meta: a call is not idempotent. Our attempt's id travels in the metadata and comes back in the echo, which tells what became
 * of a call whose answer was lost. https://developers.facebook.com/docs/messenger-platform/reference/send-api
 */
export async function send(
  outgoing: Outgoing,
  connection: Connection,
  draft: Draft,
  signal: AbortSignal,
): Promise<Outcome> {
  const { url, headers } = graphRequest(connection, `${connection.identifier}/messages`)
  try {
    const response = await outgoing.request(url, {
      ...requestLimits,
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(bodyFor(draft)),
      signal,
    })
    return outcomeOf(response)
  } catch (error) {
    return outcomeOfFailure(error)
  }
}

function bodyFor({ attemptId: metadata, to, content, media = [], replyTo, isLate }: Draft) {
  const [attached] = media
  return {
    recipient: { id: to },
    ...(isLate ? { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' } : { messaging_type: 'RESPONSE' }),
    ...(replyTo ? { reply_to: { mid: replyTo } } : {}),
    message: attached ? { attachment: attachmentOf(attached), metadata } : { text: content, metadata },
  }
}

function attachmentOf({ url, contentType }: Media) {
  const [kind = ''] = contentType.split('/')
  const type = ['image', 'audio', 'video'].includes(kind) ? kind : 'file'
  return { type, payload: { url, is_reusable: false } }
}

function outcomeOf(response: OutgoingResponse): Outcome {
  const { status } = response
  const answer = readAnswer(response)
  if (status >= 200 && status < 300) return taken(answer)
  const error = errorIn(answer)
  const pause = retryAfter(response.headers['retry-after'])
  if (status === 429) return throttled(pause)
  if (status >= 500 || status === 408) {
    return unknown(`http_${status}`, `Messenger answered with ${status} and may have sent the message all the same.`)
  }
  if (error) return outcomeOfError(error, pause)
  const message = `What answers at the API address of the channel is not Messenger: it said ${status}.`
  return { kind: 'halted', error: { code: `http_${status}`, message } }
}

function taken(answer: Record<string, unknown>): Outcome {
  const mid = answer['message_id']
  if (typeof mid === 'string' && mid !== '' && mid.length <= 500) return { kind: 'accepted', providerMessageId: mid }
  return unknown('unreadable_answer', 'Messenger took the message, but its answer cannot be read.')
}

/** Only what never left this machine may be tried again. */
function outcomeOfFailure(error: unknown): Outcome {
  if (!(error instanceof OutgoingFailure))
    return unknown('unexpected_failure', `The attempt broke off: ${String(error)}`)
  if (error.mayHaveArrived) {
    return unknown(error.code, `${error.message} Whether Messenger took the message is not known.`)
  }
  if (!neverToSucceed.has(error.code)) return throttled()
  return { kind: 'halted', error: { code: error.code, message: error.message } }
}

const neverToSucceed = new Set(['address_refused', 'invalid_address'])

function throttled(retryAfterSeconds?: number): Outcome {
  return { kind: 'throttled', ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) }
}

function unknown(code: string, message: string): Outcome {
  return { kind: 'unknown', error: { code, message } }
}

/** Shows the person that somebody is writing. That it was not shown harms nobody. */
export async function showTyping(outgoing: Outgoing, connection: Connection, to: string): Promise<void> {
  const { url, headers } = graphRequest(connection, `${connection.identifier}/messages`)
  await outgoing
    .request(url, {
      ...requestLimits,
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ recipient: { id: to }, sender_action: 'typing_on' }),
    })
    .catch(() => undefined)
}
