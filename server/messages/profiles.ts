import { Readable } from 'node:stream'

import { connectionOf, connectorOf, findChannel } from '../channels/channels.ts'
import type { ChannelTools } from '../channels/channels.ts'
import type { Profile } from '../channels/connector.ts'
import { lockContact, updateContact } from '../contacts/contacts.ts'
import { keepUpload, receiveUpload, withdrawUploads } from '../files/uploads.ts'
import { systemActor } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import { addDocument, listDocuments } from '../notes/documents.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { Refusal, undefinedIfMissing } from '../platform/errors.ts'
import type { Storage } from '../platform/storage.ts'

export interface ReadProfile {
  organizationId: string
  channelId: string
  contactId: string
  /** The contact's own, on the channel. */
  address: string
}

const pictureType = 'Profile picture'

/** Asks once who it is that wrote first. What is known already stays; that nothing is told harms nobody. */
export async function readProfile(
  db: Database,
  tools: ChannelTools,
  storage: Storage,
  { organizationId, channelId, contactId, address }: ReadProfile,
): Promise<void> {
  const actor = systemActor(organizationId)
  const channel = await findChannel(db, actor, channelId).catch(undefinedIfMissing)
  const connector = channel && connectorOf(tools, channel)
  if (!channel || !connector?.readProfile) return
  const connection = connectionOf(tools, channel)
  const profile = await connector.readProfile(connection, address).catch(() => undefined)
  if (!profile || !(await fillName(db, actor, contactId, profile))) return
  if (!profile.pictureUrl) return
  const picture = await connector.fetchAttachment(connection, profile.pictureUrl).catch(() => undefined)
  if (picture) await keepPicture(db, actor, storage, contactId, picture)
}

/** Answers false where the contact is gone. */
function fillName(db: Database, actor: Actor, contactId: string, profile: Profile): Promise<boolean> {
  return transact(db, async (trx) => {
    const contact = await lockContact(trx, actor, contactId).catch(undefinedIfMissing)
    if (!contact) return false
    const isNameless = !contact.firstName && !contact.lastName
    const { firstName, lastName } = profile
    if (isNameless && (firstName || lastName)) {
      await updateContact(trx, actor, contactId, {
        ...(firstName ? { firstName } : {}),
        ...(lastName ? { lastName } : {}),
      })
    }
    return true
  })
}

interface Picture {
  bytes: Buffer
  contentType: string
}

/** Among the papers of the contact, with which it goes. */
async function keepPicture(
  db: Database,
  actor: Actor,
  storage: Storage,
  contactId: string,
  { bytes, contentType }: Picture,
): Promise<void> {
  const ending = /^image\/(jpeg|png|webp|gif)/.exec(contentType)?.[1]
  if (!ending || bytes.length === 0) return
  const known = await listDocuments(db, actor, contactId, { size: 100 })
  if (known.documents.some((document) => document.documentType === pictureType)) return
  const part = { name: `profile.${ending}`, stream: Readable.from([bytes]), maxSize: bytes.length }
  const received = await receiveUpload(db, actor, storage, part)
  try {
    await transact(db, async (trx) => {
      const file = await keepUpload(trx, actor, received)
      await addDocument(trx, actor, contactId, file, { documentType: pictureType, isOwnType: true })
    })
  } catch (error) {
    await withdrawUploads(db, storage, [received])
    if (!(error instanceof Refusal)) throw error
  }
}
