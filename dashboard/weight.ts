import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'

interface Chunk {
  file: string
  imports?: string[]
  isEntry?: boolean
  isDynamicEntry?: boolean
}

type Chunks = Record<string, Chunk>

/** Where the program begins, and what somebody needs who opens the inbox. */
export const entry = 'index.html'
export const inboxParts = [entry, 'shell/inbox/inbox-page.tsx', 'shell/inbox/no-thread.tsx']
export const threadParts = ['shell/inbox/thread-place.tsx', 'contacts/contact-panel.tsx']

/** Which files the build made, by the sources that they begin with. */
export function chunksIn(dist: string): Chunks {
  return JSON.parse(readFileSync(path.join(dist, '.vite/manifest.json'), 'utf8')) as Chunks
}

/** The scripts that have to be there before any of these can run. */
export function scriptsOf(chunks: Chunks, names: readonly string[], found = new Set<string>()): Set<string> {
  for (const name of names) {
    const chunk = chunks[name]
    if (!chunk) throw new Error(`${name} is no chunk of its own.`)
    if (found.has(chunk.file)) continue
    found.add(chunk.file)
    scriptsOf(chunks, chunk.imports ?? [], found)
  }
  return found
}

/** In bytes, packed as every browser takes them. */
export function weigh(dist: string, files: Iterable<string>): number {
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(path.join(dist, file)), { level: 9 }).length, 0)
}
