import { buildWeb, startWorker } from './app.ts'
import type { Surroundings } from './app.ts'
import { prepareFirstStart } from './identity/first-start.ts'
import type { Config } from './platform/config.ts'
import { openDatabase } from './platform/database.ts'
import { migrateJobs } from './platform/jobs.ts'
import type { Log } from './platform/log.ts'
import { migrate } from './platform/migration.ts'
import { keptSecret } from './platform/secrets.ts'
import { Signals } from './platform/signals.ts'
import { fileStorage } from './platform/storage.ts'

interface Urls {
  url: string
  directUrl: string
}

/** Brings the database up to date and starts what the process is told to be; each start leaves how to undo it. */
export async function startRoles(
  config: Config,
  urls: Urls,
  log: Log,
  started: Array<() => Promise<unknown>>,
): Promise<void> {
  await migrateAll(urls.directUrl)
  const surroundings = surround(config, urls, log, started)
  const login = await prepareFirstStart(surroundings.db, config)
  await surroundings.signals.connect()
  if (config.roles.has('web')) started.push(await listen(surroundings))
  if (config.roles.has('worker')) started.push(await work(surroundings))
  greet(config, login)
}

async function migrateAll(directUrl: string): Promise<void> {
  const db = openDatabase({ url: directUrl, connections: 1 })
  await migrate(db)
  await db.destroy()
  await migrateJobs(directUrl)
}

function surround(
  config: Config,
  { url, directUrl }: Urls,
  log: Log,
  started: Array<() => Promise<unknown>>,
): Surroundings {
  const onError = (error: Error) => log.warn(error, 'A database connection broke.')
  const db = openDatabase({ url, preparedStatements: config.preparedStatements, onError })
  started.push(() => db.destroy())
  const signals = new Signals(directUrl, log)
  started.push(() => signals.close())
  const secrets = {
    jwtSecret: config.jwtSecret ?? keptSecret(config.dataDir, 'jwt-secret'),
    encryptionKey: config.encryptionKey ?? keptSecret(config.dataDir, 'encryption-key'),
  }
  return { config: { ...config, ...secrets }, db, directUrl, signals, storage: fileStorage(config.dataDir), log }
}

async function listen(surroundings: Surroundings): Promise<() => Promise<void>> {
  const { host, port } = surroundings.config
  const app = await buildWeb(surroundings)
  await app.listen({ host, port })
  return () => app.close()
}

async function work(surroundings: Surroundings): Promise<() => Promise<void>> {
  const worker = await startWorker(surroundings)
  return () => worker.stop()
}

function greet(config: Config, login: { email: string; password: string } | undefined): void {
  if (config.roles.has('web')) console.log(`\nTether is running at ${config.publicUrl}\n`)
  if (login && !config.adminPassword) console.log(`First log-in: ${login.email}  password: ${login.password}\n`)
  else if (login) console.log(`First log-in: ${login.email}\n`)
}
