import { buildWeb, startWorker } from './app.ts'
import type { Surroundings } from './app.ts'
import { prepareFirstStart } from './identity/first-start.ts'
import { readConfig } from './platform/config.ts'
import type { Config } from './platform/config.ts'
import { openDatabase } from './platform/database.ts'
import { EmbeddedPostgresProblem, startPostgres } from './platform/embedded-postgres.ts'
import { migrateJobs } from './platform/jobs.ts'
import { createLog } from './platform/log.ts'
import type { Log } from './platform/log.ts'
import { migrate } from './platform/migration.ts'
import { keptSecret } from './platform/secrets.ts'
import { Signals } from './platform/signals.ts'
import { fileStorage } from './platform/storage.ts'

const longestStopMilliseconds = 9500

type Undo = () => Promise<unknown>

/** What has been started, to be stopped in the opposite order. */
const started: Undo[] = []

await start().catch(async (error: unknown) => {
  console.error(isOperatorsProblem(error) ? error.message : error)
  await stop()
  process.exit(1)
})

async function start(): Promise<void> {
  const config = readConfig()
  const log = createLog(config.logLevel)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stopOnce(log))

  const surroundings = await prepare(config, log)
  const login = await prepareFirstStart(surroundings.db, config)
  if (config.roles.has('worker')) {
    const worker = await startWorker(surroundings)
    started.push(() => worker.stop())
  } else {
    await surroundings.signals.connect()
  }
  if (config.roles.has('web')) await listen(surroundings)
  greet(config, login)
}

async function prepare(config: Config, log: Log): Promise<Surroundings> {
  const { url, directUrl } = await databaseUrls(config, log)
  const onError = (error: Error) => log.warn(error, 'A database connection broke.')
  const direct = openDatabase({ url: directUrl, connections: 1, onError })
  await migrate(direct)
  await migrateJobs(directUrl)
  await direct.destroy()

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

async function databaseUrls(config: Config, log: Log): Promise<{ url: string; directUrl: string }> {
  if (config.databaseUrl) return { url: config.databaseUrl, directUrl: config.databaseDirectUrl ?? config.databaseUrl }
  const postgres = await startPostgres({
    dataDir: config.dataDir,
    log: (line) => log.info(line),
    onExit: (reason) => {
      log.fatal(`PostgreSQL ended: ${reason}`)
      process.exit(1)
    },
  })
  started.push(() => postgres.stop())
  return { url: postgres.url, directUrl: postgres.url }
}

async function listen(surroundings: Surroundings): Promise<void> {
  const { host, port } = surroundings.config
  const app = await buildWeb(surroundings)
  started.push(() => app.close())
  await app.listen({ host, port })
}

function greet(config: Config, login: { email: string; password: string } | undefined): void {
  if (config.roles.has('web')) console.log(`\nTether is running at ${config.publicUrl}\n`)
  if (login && !config.adminPassword) console.log(`First log-in: ${login.email}  password: ${login.password}\n`)
  else if (login) console.log(`First log-in: ${login.email}\n`)
}

let stopping: Promise<void> | undefined

async function stopOnce(log: Log): Promise<void> {
  stopping ??= stop()
  setTimeout(() => {
    log.error('Stopping took too long.')
    process.exit(1)
  }, longestStopMilliseconds).unref()
  await stopping
  process.exit(0)
}

async function stop(): Promise<void> {
  for (const undo of started.toReversed()) await undo().catch((error: unknown) => console.error(error))
}

/** What an operator can mend is said in a sentence, without a stack. */
function isOperatorsProblem(error: unknown): error is Error {
  if (error instanceof EmbeddedPostgresProblem) return true
  if (!(error instanceof Error)) return false
  return 'code' in error
    ? ['EADDRINUSE', 'EACCES'].includes(String(error.code))
    : error.cause === undefined && error.stack?.includes('readConfig') === true
}
