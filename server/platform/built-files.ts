import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'

import type { FastifyReply, FastifyRequest } from 'fastify'

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
}

/** Best first; bin/fresh-build.ts keeps both of every file that grows smaller by it. */
const packings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const

/** Answers with a file of a build, packed as its reader takes it; false where there is none of that name. */
export async function sendBuilt(
  request: FastifyRequest,
  reply: FastifyReply,
  directory: string,
  name: string,
): Promise<boolean> {
  const type = types[path.extname(name)]
  const plain = type ? await readBuilt(directory, name) : undefined
  if (!plain || !type) return false
  reply.type(type).header('vary', 'accept-encoding')
  const accepted = new Set(
    String(request.headers['accept-encoding'])
      .split(',')
      .map((each) => each.split(';', 1)[0]!.trim()),
  )
  for (const [encoding, ending] of packings) {
    const packed = accepted.has(encoding) && (await readBuilt(directory, `.packed/${name}${ending}`))
    if (packed) return sent(reply.header('content-encoding', encoding), packed)
  }
  return sent(reply, plain)
}

/** Not the reply itself: whoever waits for that waits until it has gone, and gets nothing. */
function sent(reply: FastifyReply, content: Buffer): true {
  reply.send(content)
  return true
}

const kept = new Map<string, { modified: number; content: Buffer }>()

/** Undefined while it is not there. A newer build is noticed. */
export async function readBuilt(directory: string, name: string): Promise<Buffer | undefined> {
  const file = path.join(directory, name)
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile()) return undefined
  const known = kept.get(file)
  if (known?.modified === found.mtimeMs) return known.content
  const content = await readFile(file)
  kept.set(file, { modified: found.mtimeMs, content })
  return content
}

export function beingBuilt(reply: FastifyReply, what: string): FastifyReply {
  return reply
    .code(503)
    .header('retry-after', '5')
    .header('cache-control', 'no-store')
    .type('text/plain; charset=utf-8')
    .send(`${what} is being built: try again in a moment.`)
}
