import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import { startPostgres } from '../server/platform/embedded-postgres.ts'

/** Their data is gone after the run anyway. */
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/** Sets TEST_DATABASE_URL to a PostgreSQL of its own, unless it is set already; answers how to remove it. */
export async function startTestServer(): Promise<() => Promise<void>> {
  if (process.env['TEST_DATABASE_URL']) return () => Promise.resolve()

  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'tether-test-'))
  // As root, PostgreSQL runs as somebody else, who must get in.
  chmodSync(dataDir, 0o755)
  const postgres = await startPostgres({ dataDir, settings, log: (line) => console.log(line) })
  const url = new URL(postgres.url)
  url.pathname = '/postgres'
  process.env['TEST_DATABASE_URL'] = url.href
  return async () => {
    await postgres.stop()
    for (const folder of [realpathSync(path.join(dataDir, 'postgres')), dataDir]) {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}
