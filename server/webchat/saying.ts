import { sql } from 'kysely'

import type { StoredFile } from '../files/files.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, invalid, notFound } from '../platform/errors.ts'
import { receive } from '../messages/receiving.ts'
import { nameIn } from './becoming-known.ts'
import { contentTypeAllowed } from './file-rules.ts'
import { providerIdOf, shownMessages } from './projection.ts'
import type { Shown } from './projection.ts'
import { refuseUnknown } from './sessions.ts'
import type { WebchatTools } from './tools.ts'
import { addressOf, changeVisitor, enter, holdVisitors, mustFillForm, noted, settingsOf } from './visitors.ts'
import type { Standing, Visitor } from './visitors.ts'

export const longestMessage = 4000
const most = { ofSession: 20, fromAddress: 300 }

export interface Saying {
  clientId: string
  content: string
  files?: string[] | undefined
  page?: string | undefined
}

interface Said {
  message: Shown
  isNew: boolean
}

/** Once, however often the page sends it; contact and conversation are made with the first. */
export function say(
  db: Database,
  tools: WebchatTools,
  secret: string,
  { clientAddress, ...saying }: Saying & { clientAddress: string },
): Promise<Said> {
  return transact(db, async (trx) => {
    const asked = await enter(trx, secret)
    await holdVisitors(trx, asked.channel, [asked.visitor.id])
    // It may have become somebody while it waited here.
    const standing = await enter(trx, secret)
    const known = await findSaid(trx, standing, saying.clientId)
    if (known) return { message: await shown(trx, tools, secret, known), isNew: false }
    tools.limits.take('say', standing.visitor.id, most.ofSession)
    tools.limits.take('say from', clientAddress, most.fromAddress)
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
    },
    attached,
  )
  await changeVisitor(trx, visitor, { address, ...noted({ page }) })
  return message!.id
}

/** A claim, and no more: a contact is never looked for by what a visitor typed. */
function senderOf({ name, email }: Visitor) {
  return { ...(name ? nameIn(name) : {}), ...(email ? { email } : {}) }
}

/** By the page's own id, also of what was said before the visitor was known as who it is. */
async function findSaid(trx: Trx, { visitor, contactId }: Standing, clientId: string): Promise<string | undefined> {
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
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('channelId', '=', channelId)
    .where('providerMessageId', 'in', [...ids, providerIdOf(addressOf(visitor), clientId)])
    .executeTakeFirst()
  return found?.id
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
