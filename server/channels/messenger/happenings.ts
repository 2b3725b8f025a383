import type { Happening } from '../connector.ts'
import { isObject, objectIn } from './answer.ts'
import { contentOf, filesIn } from './content.ts'

type Fields = Record<string, unknown>

/** What one call says of one page. */
export interface PageEntry {
  pageId: string
  entries: Fields[]
}

// A message of the future would stand above all that is said until then.
const mostAhead = 60_000
const longestId = 500

/** Meta: `{object: "page", entry: [{id, time, messaging: […]}]}`, of several pages at once. Undefined where it is none. */
export function pagesIn(bytes: Buffer): PageEntry[] | undefined {
  const body = objectIn(bytes.toString('utf8'))
  if (body?.['object'] !== 'page' || !Array.isArray(body['entry'])) return undefined
  const entries = body['entry'].filter(isObject).filter((entry) => /^\d{1,30}$/.test(idIn(entry['id']) ?? ''))
  return [...Map.groupBy(entries, (entry) => idIn(entry['id'])!)].map(([pageId, own]) => ({ pageId, entries: own }))
}

/**
 * What happened, in the order in which it was told; and what kinds of things were told besides, which mean nothing here: what
 * another app has in hand (`standby`), and whatever Meta thinks of next.
 */
export function readHappenings({ pageId, entries }: PageEntry): { happenings: Happening[]; ignored: string[] } {
  const happenings: Happening[] = []
  const ignored: string[] = []
  for (const entry of entries) {
    if (!Array.isArray(entry['messaging']))
      ignored.push(Object.keys(entry).find((key) => Array.isArray(entry[key])) ?? '')
    for (const event of listIn(entry['messaging'])) {
      const read = readEvent(pageId, event)
      if (read.length === 0) ignored.push(kindOf(event))
      happenings.push(...read)
    }
  }
  return { happenings, ignored }
}

interface Sides {
  pageId: string
  event: Fields
  sender: string | undefined
  recipient: string | undefined
  at: Date
}

function readEvent(pageId: string, event: Fields): Happening[] {
  const [sender, recipient] = [event['sender'], event['recipient']].map((side) =>
    isObject(side) ? idIn(side['id']) : undefined,
  )
  const sides = { pageId, event, sender, recipient, at: timeIn(event['timestamp']) }
  for (const [kind, read] of Object.entries(readers)) {
    const told = event[kind]
    if (isObject(told)) return read(told, sides)
  }
  return []
}

// A message that came by an advertisement has both; the first that is there says what it is.
const readers: Record<string, (told: Fields, sides: Sides) => Happening[]> = {
  message: readMessage,
  postback: readPostback,
  delivery: readDelivery,
  read: (told, { sender }) => watermark(told, sender, 'read'),
  reaction: readReaction,
  message_edit: readEdit,
  referral: readReferral,
  'policy-enforcement': readPolicy,
  policy_enforcement: readPolicy,
}

function readMessage(told: Fields, sides: Sides): Happening[] {
  const mid = idIn(told['mid'])
  if (!mid || told['is_deleted'] === true) return []
  const replyTo = isObject(told['reply_to']) ? idIn(told['reply_to']['mid']) : undefined
  const said = {
    providerMessageId: mid,
    content: contentOf(told),
    attachments: filesIn(told),
    ...(replyTo ? { replyTo } : {}),
  }
  if (told['is_echo'] === true) return readEcho(told, sides, said)
  const { pageId: to, sender: from, at } = sides
  if (!from || from === to) return []
  return [{ kind: 'inbound', from, to, at, ...said }, ...referralBeside(told, sides)]
}

function readEcho(
  told: Fields,
  { recipient: to, at }: Sides,
  said: { providerMessageId: string; content: string; attachments: Array<{ url: string; contentType: string }> },
): Happening[] {
  if (!to) return []
  const attemptId = /^[0-9a-f]{24}$/.exec(textIn(told['metadata']))?.[0]
  return [{ kind: 'echo', to, at, ...(attemptId ? { attemptId } : {}), ...said }]
}

/** Somebody pressed a button: they said what is on it. */
function readPostback(told: Fields, sides: Sides): Happening[] {
  const { pageId: to, sender: from, at } = sides
  if (!from) return []
  const providerMessageId = idIn(told['mid']) ?? `postback ${from} ${at.getTime()}`
  const content = textIn(told['title']) || textIn(told['payload']) || '(a button)'
  return [
    { kind: 'inbound', providerMessageId, from, to, at, content: content.slice(0, 2000), attachments: [] },
    ...referralBeside(told, sides),
  ]
}

function readDelivery(told: Fields, { sender }: Sides): Happening[] {
  const mids = Array.isArray(told['mids']) ? told['mids'].map(idIn).filter((mid) => mid !== undefined) : []
  return [
    ...mids.map((providerMessageId) => {
      return { kind: 'receipt', providerMessageId, status: 'delivered', providerStatus: 'delivered' } as const
    }),
    ...watermark(told, sender, 'delivered'),
  ]
}

function watermark(told: Fields, from: string | undefined, status: 'delivered' | 'read'): Happening[] {
  const until = Number(told['watermark'])
  if (!from || !isTime(until)) return []
  return [{ kind: 'watermark', from, status, until: new Date(until) }]
}

function readReaction(told: Fields, { sender, pageId, at }: Sides): Happening[] {
  const providerMessageId = idIn(told['mid'])
  // What the page itself thinks of a message is no news to its people.
  if (!providerMessageId || sender === pageId) return []
  const emoji = textIn(told['emoji']) || textIn(told['reaction'])
  const isTakenBack = told['action'] === 'unreact' || emoji === ''
  return [{ kind: 'reaction', providerMessageId, emoji: isTakenBack ? null : emoji.slice(0, 50), at }]
}

function readEdit(told: Fields, { at }: Sides): Happening[] {
  const [providerMessageId, content] = [idIn(told['mid']), textIn(told['text'])]
  return providerMessageId && content ? [{ kind: 'edit', providerMessageId, content, at }] : []
}

function referralBeside(told: Fields, sides: Sides): Happening[] {
  const beside = isObject(told['referral']) ? told['referral'] : sides.event['referral']
  return isObject(beside) ? readReferral(beside, sides) : []
}

function readReferral(told: Fields, { sender: from, at }: Sides): Happening[] {
  if (!from) return []
  const isAd = told['source'] === 'ADS'
  const context = isObject(told['ads_context_data']) ? textIn(told['ads_context_data']['ad_title']) : ''
  const [ref, adId] = [textIn(told['ref']), textIn(told['ad_id'])]
  const way = isAd ? 'an advertisement' : 'a link'
  const details = [context, adId && `ad ${adId}`, ref && `reference ${ref}`].filter(Boolean).join(', ')
  return [
    { kind: 'referral', from, isAd, description: `Came by ${way}${details ? `: ${details}` : ''}.`.slice(0, 500), at },
  ]
}

function readPolicy(told: Fields): Happening[] {
  if (told['action'] !== 'block') return [{ kind: 'notice', trouble: null }]
  const reason = textIn(told['reason']).slice(0, 500)
  return [{ kind: 'notice', trouble: `Meta keeps the page from sending${reason ? `: ${reason}` : ''}.` }]
}

function kindOf(event: Fields): string {
  return Object.keys(event).find((key) => !['sender', 'recipient', 'timestamp'].includes(key)) ?? ''
}

function listIn(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

function idIn(value: unknown): string | undefined {
  const id = typeof value === 'number' ? String(value) : value
  return typeof id === 'string' && id !== '' && id.length <= longestId ? id : undefined
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function timeIn(value: unknown): Date {
  const latest = Date.now() + mostAhead
  return new Date(isTime(Number(value)) ? Math.min(Number(value), latest) : Date.now())
}

/** In milliseconds, of a time that an id can hold. */
function isTime(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0 && value < 4_000_000_000_000
}
