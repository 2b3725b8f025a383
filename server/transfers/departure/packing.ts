import { Readable, pipeline } from 'node:stream'
import { createGzip } from 'node:zlib'

const longestPause = 60_000

/** The lines, packed. `release` is called once nobody reads any more; who only stops reading is given up. */
export function packed(lines: AsyncGenerator<string>, release: () => Promise<unknown>): Readable {
  const watch = { waitingSince: undefined as number | undefined }
  const source = Readable.from(watched(lines, watch), { highWaterMark: 1 })
  const gzip = createGzip()
  const timer = setInterval(() => {
    if (watch.waitingSince === undefined || Date.now() - watch.waitingSince < longestPause) return
    gzip.destroy(new Error('Nobody took the rest of the export for a minute.'))
  }, longestPause / 4)
  pipeline(source, gzip, () => {
    clearInterval(timer)
    // A broken answer has no end in it, and that is how its reader knows.
    void lines
      .return(undefined)
      .catch(() => undefined)
      .then(release)
  })
  return gzip
}

async function* watched(
  lines: AsyncGenerator<string>,
  watch: { waitingSince: number | undefined },
): AsyncGenerator<string> {
  for await (const line of lines) {
    watch.waitingSince = Date.now()
    yield line
    watch.waitingSince = undefined
  }
}
