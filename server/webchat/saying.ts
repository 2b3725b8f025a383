import { sql } from 'kysely'

import type { Channel } from '../channels/channels.ts'
import type { StoredFile } from '../files/files.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, invalid, notFound } from '../platform/errors.ts'
import { firstIdOf } from '../platform/id.ts'
import { receive } from '../messages/receiving.ts'
import { fillContact, nameIn } from './filling.ts'
import { contentTypeAllowed } from './file-rules.ts'
import { hoursOf } from './hours.ts'
import { providerIdOf, shownMessages } from './projection.ts'
import type { Shown } from './projection.ts'
import { refuseUnknown } from './sessions.ts'
import type { WebchatTools } from './tools.ts'
import { addressOf, changeVisitor, enter, holdVisitors, mustFillForm, noted, settingsOf } from './visitors.ts'
import type { Standing, Visitor } from './visitors.ts'

export const longestMessage = 4000
const hour = 3_600_000
/** As long as a visit may last, with its pauses. */
const awayHours = 4
const most = { ofSession: 20, fromAddress: 300 }

export interface Saying {
  clientId: string
  content: string
  files?: string[] | undefined
  page?: string | undefined
}

interface Known {
  id: string
  content: string
}

interface Said {
  message: Shown
  isNew: boolean
}

/** Once, however often the page sends it; contact and conversation are made with the first. */
export async function say(
  db: Database,
  tools: WebchatTools,
  secret: string,
  { clientAddress, ...saying }: Saying & { clientAddress: string },
): Promise<Said> {
  await tools.limits.take(db, 'say', (await enter(db, secret)).visitor.id, most.ofSession)
  await tools.limits.take(db, 'say from', clientAddress, most.fromAddress)
  return transact(db, async (trx) => {
    const asked = await enter(trx, secret)
    await holdVisitors(trx, asked.channel, [asked.visitor.id])
    // It may have become somebody while it waited here.
    const standing = await enter(trx, secret)
    const known = await findSaid(trx, standing, saying.clientId)
    if (known && known.content !== saying.content) throw clientIdTaken()
    if (known) return { message: await shown(trx, tools, secret, known.id), isNew: false }
    const id = await take(trx, standing, saying)
    return { message: await shown(trx, tools, secret, id), isNew: true }
  })
}

async function take(trx: Trx, standing: Standing, { clientId, content, files = [], page }: Saying): Promise<string> {
  const { visitor, channel } = standing
  refuseUnknown(channel, standing)
  if (mustFillForm(settingsOf(channel), visitor)) {
    throw new Refusal(409, 'form_required', 'Fill in the form first: PUT /api/webchat/form.')
  }
  const attached = await uploadsOf(trx, standing, files)
  if (content.trim() === '' && attached.length === 0)
    throw invalid('content', 'it must not be empty, unless files come with it.')
  const address = addressOf(visitor)
  const message = await receive(
    trx,
    channel,
    {
      kind: 'inbound',
      providerMessageId: providerIdOf(address, clientId),
      from: address,
      to: channel.identifier,
      content,
      attachments: [],
      sender: senderOf(visitor),
      ...(await awayFor(trx, standing)),
    },
    attached,
  )
  const changed = await changeVisitor(trx, visitor, { address, ...noted({ page }) })
  if (changed?.phone && visitor.address === null) await fillContact(trx, changed)
  return message!.id
}

/** Where nobody is there, whoever writes is told so, once in a while. */
async function awayFor(trx: Trx, { channel, conversation }: Standing): Promise<{ awayMessage?: string }> {
  const { awayMessage } = await hoursOf(trx, channel)
  if (!awayMessage?.trim()) return {}
  const told = conversation && (await wasTold(trx, channel, conversation.id, new Date(Date.now() - awayHours * hour)))
  return told ? {} : { awayMessage }
}

async function wasTold(trx: Trx, { organizationId }: Channel, id: string, since: Date): Promise<boolean> {
  const found = await trx
    .selectFrom('messages')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('conversationId', '=', id)
    .where('id', '>=', firstIdOf(since))
    .where('awayMessage', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** A claim, and no more: a contact is never looked for by what a visitor typed. */
function senderOf({ name, email }: Visitor) {
  return { ...(name ? nameIn(name) : {}), ...(email ? { email } : {}) }
}

/** By the page's own id, also of what was said before the visitor was known as who it is. */
async function findSaid(trx: Trx, { visitor, contactId }: Standing, clientId: string): Promise<Known | undefined> {
  if (contactId === null) return undefined
  const { organizationId, channelId } = visitor
  const addresses = await trx
    .selectFrom('contactAddresses')
    .select('address')
    .where('organizationId', '=', organizationId)
    .where('channelId', '=', channelId)
    .where('contactId', '=', contactId)
    .execute()
  const ids = addresses.map(({ address }) => providerIdOf(address, clientId))
  const found = await trx
    .selectFrom('messages')
    .select(['id', 'content'])
    .where('organizationId', '=', organizationId)
    .where('channelId', '=', channelId)
    .where('providerMessageId', 'in', [...ids, providerIdOf(addressOf(visitor), clientId)])
    .executeTakeFirst()
  return found
}

/** Answered as if it were the first, the second of two messages would be lost. */
function clientIdTaken(): Refusal {
  const message = 'Another message was sent with this clientId: give each message one of its own.'
  return new Refusal(422, 'client_id_taken', message)
}

async function shown(trx: Trx, { links }: WebchatTools, secret: string, id: string): Promise<Shown> {
  const [message] = await shownMessages(trx, links, await enter(trx, secret), { where: sql`m.id = ${id}`, most: 1 })
  if (!message) throw notFound('message')
  return message
}

/** Nothing but what this visitor has uploaded here, and has not sent yet. */
async function uploadsOf(trx: Trx, { visitor, channel }: Standing, keys: string[]): Promise<StoredFile[]> {
  if (keys.length === 0) return []
  if (!settingsOf(channel).files.isOn) throw new Refusal(403, 'files_off', 'Files cannot be sent here.')
  const found = await trx
    .selectFrom('files')
    .selectAll()
    .where('organizationId', '=', visitor.organizationId)
    .where('id', 'in', keys)
    .where('uploadedById', '=', visitor.id)
    .where('storedAt', 'is not', null)
    .where('usedAt', 'is', null)
    .forUpdate()
    .execute()
  const files = [...new Set(keys)].map((key) => found.find(({ id }) => id === key))
  return files.map((file) => {
    if (!file || !contentTypeAllowed(file.contentType)) throw notFound('file')
    return file
  })
}
