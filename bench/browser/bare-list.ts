import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'

import { build } from 'vite'

import { answerOf, get } from '../load/requests.ts'
import type { Target } from '../load/requests.ts'

export interface BareList {
  url: string
  /** Of its script, in bytes, packed. */
  weight: number
  stop: () => Promise<void>
}

/** A page that shows the same rows and messages, read from the same server, and does nothing else. */
export async function startBareList(ours: Target, rowsPath: string): Promise<BareList> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tether-bare-list-'))
  await bundle(folder)
  const server = http.createServer((request, response) => {
    answer(ours, rowsPath, folder, request.url ?? '/').then(
      ({ type, body, headers }) => response.writeHead(200, { 'content-type': type, ...headers }).end(body),
      (error: unknown) => response.writeHead(404).end(String(error)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const assets = path.join(folder, 'assets')
  const scripts = readdirSync(assets).map((name) => gzipSync(readFileSync(path.join(assets, name))).length)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    weight: scripts.reduce((sum, each) => sum + each, 0),
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

interface Answered {
  type: string
  body: string | Buffer
  headers?: Record<string, string>
}

async function answer(ours: Target, rowsPath: string, folder: string, address: string): Promise<Answered> {
  const { pathname, searchParams } = new URL(address, 'http://localhost')
  const asked = (call: string) => answerOf(ours, get(call)).then((found) => json(found))
  if (pathname === '/rows') return asked(rowsPath)
  if (pathname === '/thread') return asked(`/api/conversation/${searchParams.get('id')}/messages?size=60`)
  if (pathname === '/') return { type: 'text/html', body: readFileSync(path.join(folder, 'index.html')) }
  const body = gzipSync(readFileSync(path.join(folder, 'assets', path.basename(pathname))))
  const headers = { 'content-encoding': 'gzip', 'cache-control': 'max-age=31536000, immutable' }
  return { type: 'text/javascript', body, headers }
}

function json(found: unknown): Answered {
  return { type: 'application/json', body: JSON.stringify(found) }
}

async function bundle(outDir: string): Promise<void> {
  await build({
    root: path.join(import.meta.dirname, 'bare-list'),
    configFile: false,
    envDir: false,
    logLevel: 'warn',
    mode: 'production',
    build: { outDir, emptyOutDir: true, target: 'chrome111', reportCompressedSize: false },
  })
}
