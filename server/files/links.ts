import { createHmac, timingSafeEqual } from 'node:crypto'

import { Refusal } from '../platform/errors.ts'
import type { FileKey } from './files.ts'

const hour = 3_600_000
const signatureSize = 32
const linkSize = 12 + 12 + 4 + 1 + signatureSize

interface Link {
  file: FileKey
  isThumbnail: boolean
  expiresAt: Date
}

/** Addresses under which a file can be had without logging in, for some hours. */
export interface Links {
  to: (file: FileKey, options?: { isThumbnail?: boolean; hours?: number }) => { url: string; expiresAt: Date }
  /** Throws what whoever follows it is to be told: there is no such file, or the link has expired. */
  open: (link: string) => Link | undefined
  /** The key of the file that a key, or an address of ours, names; undefined where it is none of ours. */
  keyIn: (reference: string, organizationId: string) => string | undefined
}

export function createLinks(secret: string, publicUrl: string): Links {
  const sign = (bytes: Buffer) => createHmac('sha256', secret).update('link to a file').update(bytes).digest()

  function read(link: string): Link | undefined {
    const bytes = Buffer.from(link, 'base64url')
    if (bytes.length !== linkSize) return undefined
    const [signed, signature] = [bytes.subarray(0, -signatureSize), bytes.subarray(-signatureSize)]
    return timingSafeEqual(sign(signed), signature) ? unpack(signed) : undefined
  }

  return {
    to(file, { isThumbnail = false, hours = 1 } = {}) {
      // To the full hour, so that the same file has the same address for a while and a browser need not fetch it again.
      const expiresAt = new Date(Math.ceil(Date.now() / hour + hours) * hour)
      const signed = pack({ file, isThumbnail, expiresAt })
      const link = Buffer.concat([signed, sign(signed)]).toString('base64url')
      return { url: `${publicUrl}/api/files/${link}`, expiresAt }
    },
    open(link) {
      const found = read(link)
      if (!found || found.expiresAt > new Date()) return found
      throw new Refusal(410, 'link_expired', 'This link has expired: ask for a new one.')
    },
    keyIn(reference, organizationId) {
      if (/^[0-9a-f]{24}$/.test(reference)) return reference
      const path = reference.startsWith(`${publicUrl}/`) ? reference.slice(publicUrl.length) : reference
      const [, key, link] = /^\/api\/(?:messages\/attachment\/([0-9a-f]{24})|files\/([\w-]+))$/.exec(path) ?? []
      if (key || !link) return key
      const found = read(link)
      return found?.file.organizationId === organizationId ? found.file.id : undefined
    },
  }
}

/** Two ids, the second of expiry, and what of the file: as few bytes as will do, since links travel in text messages. */
function pack({ file, isThumbnail, expiresAt }: Link): Buffer {
  const bytes = Buffer.alloc(linkSize - signatureSize)
  bytes.write(file.organizationId, 0, 'hex')
  bytes.write(file.id, 12, 'hex')
  bytes.writeUInt32BE(expiresAt.getTime() / 1000, 24)
  bytes.writeUInt8(isThumbnail ? 1 : 0, 28)
  return bytes
}

function unpack(bytes: Buffer): Link {
  return {
    file: { organizationId: bytes.toString('hex', 0, 12), id: bytes.toString('hex', 12, 24) },
    expiresAt: new Date(bytes.readUInt32BE(24) * 1000),
    isThumbnail: bytes.readUInt8(28) === 1,
  }
}
