import assert from 'node:assert/strict'

import sharp from 'sharp'

import type { Person } from './factories.ts'

export interface Uploaded {
  key: string
  type: string
  name: string
  size: number
  signedUrl: string
  bucket: string
}

/** A form as a browser sends it. */
export function formOf(field: string, files: Array<[name: string, bytes: Buffer]>, fields: object = {}): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value))
  for (const [name, bytes] of files) form.append(field, new Blob([new Uint8Array(bytes)]), name)
  return form
}

export async function upload(person: Person, bytes: Buffer, name = 'file.bin'): Promise<Uploaded> {
  const response = await person.call('POST', '/api/upload', formOf('files', [[name, bytes]]))
  assert.equal(response.statusCode, 200, response.body)
  return response.json().files[0]
}

/** A real picture. */
export function picture(width = 8, height = 8): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#336699' } })
    .png()
    .toBuffer()
}

/** A link as `app.inject` takes it. */
export function pathOf(link: string): string {
  const { pathname, search } = new URL(link)
  return pathname + search
}
