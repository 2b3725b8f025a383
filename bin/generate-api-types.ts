import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import openapiTS, { astToString } from 'openapi-typescript'
import type { OpenAPI3 } from 'openapi-typescript'

import { buildWeb } from '../server/app.ts'
import { readConfig } from '../server/platform/config.ts'
import { openDatabase } from '../server/platform/database.ts'
import { createLog } from '../server/platform/log.ts'
import { Signals } from '../server/platform/signals.ts'
import { openStorage } from '../server/platform/storage.ts'

/** Writes the types of the API as the server's own schemas say it is; it is never kept, so it is never old. */
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'tether-types-'))
const url = 'postgresql://nobody@127.0.0.1:1/nowhere'
const config = { ...readConfig({ DATA_DIR: dataDir }), jwtSecret: 'nobody logs in', encryptionKey: 'nor keeps secrets' }
const log = createLog('silent')
const [db, signals, storage] = [openDatabase({ url, connections: 1 }), new Signals(url, log), openStorage(config)]

const app = await buildWeb({ config, db, directUrl: url, signals, storage, log })
await app.ready()
const types = await openapiTS(app.swagger() as OpenAPI3, { alphabetize: true })
writeFileSync(path.join(import.meta.dirname, '../dashboard/api/openapi.ts'), astToString(types))
await app.close()
await db.destroy()
rmSync(dataDir, { recursive: true })
