import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

interface Build {
  /** The folder of the sources; the result is `dist` in it. */
  root: string
  /** Which of its files are sources, by their paths in it. */
  isSource: (file: string) => boolean
  /** Called only when it is needed: most starts build nothing. */
  bundle: (outDir: string) => Promise<void>
}

/** Builds `dist` unless it was built from the very sources that are there; answers where it is. */
export async function freshBuild(build: Build): Promise<string> {
  const dist = path.join(build.root, 'dist')
  const wanted = stampOf(build)
  if (readStamp(dist) !== wanted) await rebuild(build, dist, wanted)
  return dist
}

function readStamp(dist: string): string | undefined {
  const file = path.join(dist, '.stamp')
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/** What the result depends on: the sources, and the versions of what builds them. */
function stampOf({ root, isSource }: Build): string {
  const hash = createHash('sha256')
  for (const file of ['../package-lock.json', 'fresh-build.ts'])
    hash.update(readFileSync(path.join(import.meta.dirname, file)))
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  const sources = files.filter((file) => !/\.test\.tsx?$|^(dist|\.new|\.old)/.test(file) && isSource(file))
  for (const file of sources.toSorted()) hash.update(`${file}\0`).update(readFileSync(path.join(root, file)))
  return hash.digest('hex')
}

/** Beside the old one, and then in its place: whoever starts meanwhile finds a whole one. */
async function rebuild({ root, bundle }: Build, dist: string, stamp: string): Promise<void> {
  removeLeftovers(root)
  const fresh = path.join(root, `.new-${process.pid}`)
  const old = path.join(root, `.old-${process.pid}`)
  try {
    await bundle(fresh)
    pack(fresh)
    writeFileSync(path.join(fresh, '.stamp'), stamp)
    // In two steps that each happen at once: removed file by file, it would be half there for whoever looks meanwhile.
    if (existsSync(dist)) renameSync(dist, old)
    renameSync(fresh, dist)
  } catch (error) {
    // Another process that starts at the same moment may have been first, with the same result.
    if (readStamp(dist) !== stamp) throw error
  } finally {
    for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true })
  }
}

const longestBuildMilliseconds = 3_600_000

/** Of builds that were killed. */
function removeLeftovers(root: string): void {
  for (const name of readdirSync(root).filter((each) => /^\.(new|old)-/.test(each))) {
    const folder = path.join(root, name)
    const { mtimeMs } = statSync(folder, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() }
    if (Date.now() - mtimeMs > longestBuildMilliseconds) rmSync(folder, { recursive: true, force: true })
  }
}

/** Once, at the build: what is sent often is packed as well as it can be. */
function pack(outDir: string): void {
  const files = readdirSync(outDir, { recursive: true, encoding: 'utf8' })
  for (const file of files.filter((name) => /\.(js|css|html|svg|json|webmanifest)$/.test(name))) {
    const content = readFileSync(path.join(outDir, file))
    const target = path.join(outDir, '.packed', file)
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(`${target}.br`, brotliCompressSync(content))
    writeFileSync(`${target}.gz`, gzipSync(content, { level: 9 }))
  }
}
