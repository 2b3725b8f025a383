import assert from 'node:assert/strict'
import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { importJWK, jwtVerify } from 'jose'

export interface Pushed {
  path: string
  headers: IncomingHttpHeaders
  body: Buffer
}

export interface FakePushService {
  url: string
  /** All that it was asked to push, the refused too. */
  asked: Pushed[]
  /** With which status the next calls for a browser are answered; 201 where nothing is said. */
  fates: Map<string, Array<{ status: number; headers?: Record<string, string> }>>
  close: () => void
}

/** A push service on loopback (RFC 8030). */
export async function startFakePushService(): Promise<FakePushService> {
  const service: FakePushService = { url: '', asked: [], fates: new Map(), close: () => {} }
  const server = createServer((request, response) => void take(service, request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  service.close = () => {
    server.close()
    server.closeAllConnections()
  }
  return service
}

async function take(service: FakePushService, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const path = String(request.url)
  service.asked.push({ path, headers: request.headers, body: Buffer.concat(chunks) })
  const { status, headers = {} } = service.fates.get(path)?.shift() ?? { status: 201 }
  response.writeHead(status, headers).end()
}

export interface FakeBrowser {
  path: string
  subscription: { endpoint: string; keys: { p256dh: string; auth: string } }
  /** What it was told, in the order in which it came. */
  told: () => Array<Record<string, string>>
  /** The calls for it. */
  asked: () => Pushed[]
}

/** Somebody's browser, as it subscribes. */
export function newBrowser(service: Pick<FakePushService, 'url' | 'asked'> = nowhere): FakeBrowser {
  const ecdh = createECDH('prime256v1')
  const publicKey = ecdh.generateKeys()
  const auth = randomBytes(16)
  const path = `/push/${randomBytes(8).toString('hex')}`
  const asked = () => service.asked.filter((each) => each.path === path)
  return {
    path,
    subscription: {
      endpoint: `${service.url}${path}`,
      keys: { p256dh: publicKey.toString('base64url'), auth: auth.toString('base64url') },
    },
    asked,
    told: () => asked().map(({ body }) => JSON.parse(decrypt(body, ecdh, auth))),
  }
}

const nowhere = { url: 'https://push.example', asked: [] }

/** RFC 8291 and RFC 8188, with nothing of the library that encrypts. */
function decrypt(body: Buffer, ecdh: ReturnType<typeof createECDH>, auth: Buffer): string {
  const [salt, keyLength] = [body.subarray(0, 16), body[20]!]
  const senderKey = body.subarray(21, 21 + keyLength)
  const derive = (secret: Buffer, with_: Buffer, info: Buffer, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, with_, info, length))
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), senderKey])
  const secret = derive(ecdh.computeSecret(senderKey), auth, info, 32)
  const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
  const decipher = createDecipheriv('aes-128-gcm', key, nonce)
  decipher.setAuthTag(body.subarray(-16))
  const plain = Buffer.concat([decipher.update(body.subarray(21 + keyLength, -16)), decipher.final()])
  return plain.subarray(0, plain.lastIndexOf(2)).toString('utf8')
}

/** Who signed a call, and for whom: throws where it is not genuine (RFC 8292). */
export async function senderOf({
  headers,
}: Pushed): Promise<{ publicKey: string; audience: unknown; subject: unknown }> {
  const [, token, publicKey] = /^vapid t=([^,]+), k=(.+)$/.exec(String(headers.authorization)) ?? []
  assert.ok(token && publicKey, String(headers.authorization))
  const bytes = Buffer.from(publicKey, 'base64url')
  const [x, y] = [bytes.subarray(1, 33).toString('base64url'), bytes.subarray(33).toString('base64url')]
  const { payload } = await jwtVerify(token, await importJWK({ kty: 'EC', crv: 'P-256', x, y }, 'ES256'))
  return { publicKey, audience: payload.aud, subject: payload.sub }
}
