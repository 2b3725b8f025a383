import { sealKey } from '../../contacts/erased-opt-out-keys.ts'
import { sleepUntil } from '../../conversations/snoozing.ts'
import { askForThumbnail } from '../../files/thumbnails.ts'
import type { StoredFile } from '../../files/files.ts'
import type { Kind, Plain, Section } from '../tables/section.ts'
import type { Arrival, Fields } from './arrival.ts'
import { BrokenFile } from './broken.ts'
import { isId } from './values.ts'

/** Columns that do not come with the file. */
const added: Record<string, Record<string, Kind>> = {
  users: { passwordHash: 'text' },
  events: { isImported: 'boolean' },
}

export function arrivingColumns({ name, columns }: Section): Record<string, Kind> {
  return { ...columns, ...added[name] }
}

/** The row as it is to stand here; nothing where the same is here already. */
export async function arrive(
  arrival: Arrival,
  section: Section,
  row: Fields,
  line: number,
): Promise<Fields | undefined> {
  if (section.name === 'users' && isPresent(arrival, row, line)) return undefined
  if (section.name === 'user_links' && arrival.ids.isKnown(row['id'])) return undefined
  const translated = translate(arrival, section, row)
  const change = changes[section.name]
  return change ? { ...translated, ...(await change(translated, arrival, line)) } : translated
}

function translate({ ids }: Arrival, { columns }: Section, row: Fields): Fields {
  const isTranslated = (kind: Kind, value: unknown) => {
    const plain = kind.replace('?', '') as Plain
    return ['id', 'ids', 'object', 'list'].includes(plain) || (plain === 'subject' && isId(value))
  }
  return Object.fromEntries(
    Object.entries(columns).map(([name, kind]) => {
      const value = row[name]
      return [name, isTranslated(kind, value) ? ids.within(value) : value]
    }),
  )
}

/** Whoever works here under the same email is the same person, and stays who they are here. */
function isPresent({ ids, present }: Arrival, { id, email, deletedAt }: Fields, line: number): boolean {
  const address = String(email)
  if (address !== address.toLowerCase()) throw new BrokenFile(line, 'email of users must be lower case.')
  const user = deletedAt === null ? present.get(address) : undefined
  if (user !== undefined) ids.know(String(id), user)
  return user !== undefined
}

type Change = (row: Fields, arrival: Arrival, line: number) => Fields | Promise<Fields>

const leftBehind =
  'It had not left when the organization was taken along: send it again if the contact does not have it.'

/** What is different here. Nothing leaves a second time, and nobody reaches further than before. */
const changes: Record<string, Change> = {
  users: ({ accessRole }, { passwordHash }) => ({
    passwordHash,
    accessRole: accessRole === 'SUPERADMIN' ? 'ADMIN' : accessRole,
  }),
  pipelines: ({ id, renames }, { renamed }) => {
    if ((renames as unknown[]).length > 0) renamed.push(String(id))
    return {}
  },
  // A pair has its newer contact first; among those of the same moment that is by chance.
  dedup_reviews: ({ sourceContactId: one, candidateContactId: other }) =>
    String(one) > String(other) ? {} : { sourceContactId: other, candidateContactId: one },
  channels: ({ disabledAt, deletedAt }, { at }) =>
    deletedAt === null
      ? {
          disabledAt: disabledAt ?? at,
          trouble: 'It was taken along without its credentials: enter them, and then enable it.',
        }
      : {},
  conversations: async ({ id, snoozedUntil, resolvedAt, readerIds }, { trx, organizationId }) => {
    if (snoozedUntil !== null && resolvedAt === null) {
      await sleepUntil(trx, organizationId, [String(id)], new Date(String(snoozedUntil)))
    }
    // Who has new ids stands in another order.
    return { readerIds: (readerIds as string[]).toSorted() }
  },
  scheduled_messages: ({ sentAt, canceledAt, failedAt }, { at }) =>
    sentAt === null && canceledAt === null && failedAt === null
      ? {
          failedAt: at,
          errorCode: 'taken_along',
          errorMessage: 'It was waiting when the organization was taken along: schedule it again.',
        }
      : {},
  messages: ({ status }) =>
    status === 'queued' ? { status: 'failed', errorCode: 'taken_along', errorMessage: leftBehind } : {},
  attachments: ({ storedAt, failedAt }, { at }) =>
    storedAt === null && failedAt === null
      ? { failedAt: at, errorMessage: 'It had not been fetched when the organization was taken along.' }
      : {},
  files: async (row, { trx, organizationId }, line) => {
    if (!/^([\w.+-]+\/[\w.+-]+)?$/.test(String(row['contentType']))) {
      throw new BrokenFile(line, 'contentType of files must be a type such as image/png.')
    }
    if (row['storedAt'] !== null) await askForThumbnail(trx, { ...row, organizationId } as StoredFile)
    return {}
  },
  erased_opt_out_keys: ({ key }, _arrival, line) => {
    if (/^[\w-]{43}$/.test(String(key))) return { key: sealKey(String(key)) }
    throw new BrokenFile(line, 'key of erased_opt_out_keys must be 32 bytes in base64url.')
  },
  // Nothing is signed without a secret, and the server that it came from may go on telling.
  webhooks: ({ disabledAt, disabledReason }, { at }) => ({
    disabledAt: disabledAt ?? at,
    disabledReason: disabledReason ?? 'moved',
  }),
  events: () => ({ isImported: true }),
}
