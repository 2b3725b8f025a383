import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const root = import.meta.dirname
const dist = path.join(root, 'dist')

/** Builds `widget/dist` unless it was built from the very sources that are there. */
export async function builtWidget(): Promise<string> {
  const wanted = stampOfSources()
  if (readStamp() !== wanted) await rebuild(wanted)
  return dist
}

function readStamp(): string | undefined {
  const file = path.join(dist, '.stamp')
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/** What the result depends on: the sources, and the versions of what builds them. */
function stampOfSources(): string {
  const hash = createHash('sha256').update(readFileSync(path.join(root, '..', 'package-lock.json')))
  for (const file of sources()) hash.update(`${file}\0`).update(readFileSync(path.join(root, file)))
  return hash.digest('hex')
}

function sources(): string[] {
  const isSource = (file: string) => /\.(ts|tsx|css|html|json)$/.test(file) && !/\.test\.ts$|^(dist|\.new)/.test(file)
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(isSource).toSorted()
}

/** Beside the old one, and then in its place: whoever starts meanwhile finds a whole one. */
async function rebuild(stamp: string): Promise<void> {
  const fresh = path.join(root, `.new-${process.pid}`)
  try {
    // Read only when it is needed: most starts build nothing.
    const { bundle } = await import('./bundle.ts')
    await bundle(root, fresh)
    writeFileSync(path.join(fresh, '.stamp'), stamp)
    rmSync(dist, { recursive: true, force: true })
    renameSync(fresh, dist)
  } catch (error) {
    // Another process that starts at the same moment may have been first, with the same result.
    if (readStamp() !== stamp) throw error
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}
