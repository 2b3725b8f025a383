import type { Outgoing } from '../../platform/outgoing.ts'
import type { Connection, Receipt } from '../connector.ts'
import { accountOf, resourceUrl } from './account.ts'
import type { Account } from './account.ts'
import { readAnswer } from './answer.ts'
import { failureOf, statusOf } from './receipts.ts'
import { requestLimits } from './sending.ts'

const pageSize = 50
const maxPages = 2
// Between our clock and Twilio's.
const clockTolerance = 60_000

export interface Sought {
  to: string
  content: string
  since: Date
}

/**
 * Twilio keeps no reference of ours on a message, so one is known by its text, its recipient, its sender and its time. Two that
 * fit are as good as none: which is which nobody can say.
 */
export async function lookUp(outgoing: Outgoing, connection: Connection, sought: Sought): Promise<Receipt | undefined> {
  const account = accountOf(connection)
  const listed = await listMessages(outgoing, account, sought)
  const [found, second] = listed.filter((message) => fits(message, sought, connection, account))
  return found && !second ? receiptOf(found) : undefined
}

/** Twilio keeps a message for 400 days; it knows no more of what was deleted there. */
export async function lookUpById(
  outgoing: Outgoing,
  connection: Connection,
  providerMessageId: string,
): Promise<Receipt | undefined> {
  const account = accountOf(connection)
  const url = resourceUrl(account, `/Messages/${encodeURIComponent(providerMessageId)}.json`)
  const response = await ask(outgoing, account, url)
  if (response.status === 404) return undefined
  if (response.status !== 200) throw refused(response.status)
  const found = receiptOf(readAnswer(response))
  return found?.providerMessageId === providerMessageId ? found : undefined
}

type Message = Record<string, unknown>

async function listMessages(outgoing: Outgoing, account: Account, sought: Sought): Promise<Message[]> {
  const earliest = new Date(sought.since.getTime() - clockTolerance).toISOString().slice(0, 10)
  // Twilio: the name of this parameter is "DateSent>", its value a day in UTC, included.
  const query = new URLSearchParams({ To: sought.to, 'DateSent>': earliest, PageSize: String(pageSize) })
  const messages: Message[] = []
  let url: string | undefined = `${resourceUrl(account, '/Messages.json')}?${query.toString()}`
  for (let page = 0; url && page < maxPages; page++) {
    const answer = await fetchPage(outgoing, account, url)
    messages.push(...(Array.isArray(answer['messages']) ? (answer['messages'] as Message[]) : []))
    url = nextPage(account, answer['next_page_uri'])
  }
  return messages
}

async function fetchPage(outgoing: Outgoing, account: Account, url: string): Promise<Record<string, unknown>> {
  const response = await ask(outgoing, account, url)
  if (response.status !== 200) throw refused(response.status)
  return readAnswer(response)
}

function ask(outgoing: Outgoing, { authorization }: Account, url: string) {
  return outgoing.request(url, { ...requestLimits, headers: { authorization } })
}

function refused(status: number): Error {
  return new Error(`Twilio answered the look-up with ${status}.`)
}

/** Twilio gives a path; whatever else it might be would take the credentials to another host. */
function nextPage(account: Account, uri: unknown): string | undefined {
  return typeof uri === 'string' && uri.startsWith('/') ? account.baseUrl + uri : undefined
}

function fits(message: Message, sought: Sought, connection: Connection, account: Account): boolean {
  return (
    message['body'] === sought.content &&
    (message['to'] ?? sought.to) === sought.to &&
    String(message['direction']).startsWith('outbound') &&
    isFromHere(message, connection, account) &&
    timeOf(message) >= sought.since.getTime() - clockTolerance
  )
}

/** Twilio: `from` is null until a messaging service has chosen a sender. */
function isFromHere(message: Message, connection: Connection, account: Account): boolean {
  const service = account.messagingServiceSid
  if (service) return (message['messaging_service_sid'] ?? service) === service
  return (message['from'] ?? connection.identifier) === connection.identifier
}

/** Twilio: dates are in the form of RFC 2822, and `date_sent` is null while the message waits. */
function timeOf(message: Message): number {
  const times = [message['date_created'], message['date_sent']].map((date) => Date.parse(String(date)))
  return Math.max(...times.filter((time) => !Number.isNaN(time)))
}

function receiptOf(message: Message): Receipt | undefined {
  const providerMessageId = message['sid']
  const providerStatus = String(message['status'])
  if (typeof providerMessageId !== 'string' || !providerMessageId) return undefined
  const status = statusOf(providerStatus) ?? 'sent'
  const failure = { code: message['error_code'], message: message['error_message'] }
  const error = status === 'failed' ? { error: failureOf(providerStatus, failure) } : {}
  return { kind: 'receipt', providerMessageId, status, providerStatus, ...error }
}
