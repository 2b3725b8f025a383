import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after } from 'node:test'

import type { KyselyPlugin } from 'kysely'

import { buildWeb } from '../server/app.ts'
import { readConfig } from '../server/platform/config.ts'
import type { Config } from '../server/platform/config.ts'
import { openDatabase } from '../server/platform/database.ts'
import type { App } from '../server/platform/http.ts'
import { createLog } from '../server/platform/log.ts'
import { Signals } from '../server/platform/signals.ts'
import { openStorage } from '../server/platform/storage.ts'
import { channelTools } from '../server/surroundings.ts'
import type { Surroundings } from '../server/surroundings.ts'
import { startWorker } from '../server/worker.ts'
import { StatementRules } from './statement-rules.ts'
import { createDatabase } from './database.ts'
import { templateDatabase } from './template.ts'

export interface TestApp extends Surroundings {
  app: App
  tools: ReturnType<typeof channelTools>
  databaseUrl: string
}

/** The whole server on a database of its own, closed after the file's last test. */
export async function startApp(
  options: { config?: Partial<Config>; worker?: boolean; log?: string; plugins?: KyselyPlugin[] } = {},
): Promise<TestApp> {
  const database = await createDatabase(await templateDatabase())
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'tether-files-'))
  const log = createLog(options.log ?? 'silent')
  const db = openDatabase({
    url: database.url,
    connections: 8,
    plugins: [new StatementRules(), ...(options.plugins ?? [])],
  })
  const signals = new Signals(database.url, log)
  const config = {
    ...readConfig({ DATA_DIR: dataDir, PUBLIC_URL: 'http://tether.test', SIGNUP: 'open', PRIVATE_GATEWAYS: 'on' }),
    ...options.config,
    jwtSecret: 'test secret for tokens, long enough',
    encryptionKey: 'test key',
  }
  const surroundings: Surroundings = {
    config,
    db,
    directUrl: database.url,
    signals,
    storage: openStorage(config),
    log,
  }
  const app = await buildWeb(surroundings)
  await signals.connect()
  const worker = options.worker ? await startWorker(surroundings) : undefined
  await app.ready()

  after(async () => {
    await worker?.stop()
    await app.close()
    await signals.close()
    await db.destroy()
    await database.drop()
    rmSync(dataDir, { recursive: true, force: true })
  })
  return { ...surroundings, app, tools: channelTools(surroundings), databaseUrl: database.url }
}
