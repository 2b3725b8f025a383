import { buildWeb } from './app.ts'
import { prepareFirstStart } from './identity/first-start.ts'
import type { Config } from './platform/config.ts'
import { openDatabase } from './platform/database.ts'
import type { Database } from './platform/database.ts'
import { migrateJobs } from './platform/jobs.ts'
import type { Log } from './platform/log.ts'
import { migrate } from './platform/migration.ts'
import { keptSecret } from './platform/secrets.ts'
import { Signals } from './platform/signals.ts'
import { openStorage } from './platform/storage.ts'
import type { Surroundings } from './surroundings.ts'
import { startWorker } from './worker.ts'

// What has not been answered by then is cut off, so that stopping ends within ten seconds.
const longestAnswerMilliseconds = 4000

interface LogIn {
  email: string
  password: string
}

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
  if (config.signup === 'open' && config.privateGateways) {
    log.warn(
      'SIGNUP is open and PRIVATE_GATEWAYS is on: whoever registers can have this server call private addresses.',
    )
  }
  for (const [name, secret] of [
    ['JWT_SECRET', config.jwtSecret],
    ['ENCRYPTION_KEY', config.encryptionKey],
  ]) {
    if (secret && secret.length < 32) log.warn(`${name} is short enough to be guessed: take 32 random characters.`)
  }
  await migrateAll(urls.directUrl)
  const surroundings = surround(config, urls, log, started)
  const webDb = openHurried(config, urls, log, started)
  const login = await prepareFirstStart(surroundings.db, config)
  let demo: LogIn | undefined
  try {
    if (login && config.demo) demo = await addDemo(surroundings)
    await startAll(surroundings, webDb, started)
    if (config.roles.has('web')) console.log(`\nTether is running at ${config.publicUrl}\n`)
  } finally {
    // They are made only once, and so said even if the rest fails.
    if (login)
      console.log(`First log-in: ${login.email}${config.adminPassword ? '' : `  password: ${login.password}`}\n`)
    if (login && !config.adminPassword) console.log(`Set it up at: ${config.publicUrl}/setup#${login.password}\n`)
    if (demo) console.log(`Demo log-in:  ${demo.email}  password: ${demo.password}\n`)
  }
}

/** Both stop at once: while the one waits for a provider, the other takes no more requests. */
async function startAll(
  surroundings: Surroundings,
  webDb: Database,
  started: Array<() => Promise<unknown>>,
): Promise<void> {
  const { roles } = surroundings.config
  const running: Array<() => Promise<void>> = []
  started.push(() => Promise.all(running.map((stop) => stop())))
  await surroundings.signals.connect()
  if (roles.has('web')) running.push(await listen({ ...surroundings, db: webDb }))
  if (roles.has('worker')) running.push(await work(surroundings))
}

/** Read only when it is wanted: most starts are not the first one, and most first ones have no demo. */
async function addDemo({ db, config }: Surroundings): Promise<LogIn | undefined> {
  const { foundDemo } = await import('./demo/demo.ts')
  return foundDemo(db, config)
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
  const db = open(config, url, log, started)
  const signals = new Signals(directUrl, log)
  started.push(() => signals.close())
  const secrets = {
    jwtSecret: config.jwtSecret ?? keptSecret(config.dataDir, 'jwt-secret'),
    encryptionKey: config.encryptionKey ?? keptSecret(config.dataDir, 'encryption-key'),
  }
  return { config: { ...config, ...secrets }, db, directUrl, signals, storage: openStorage(config), log }
}

/**
 * For requests, whose senders wait; jobs may take their time. A pooler knows nothing of a limit for a session: behind one
 * it is the database's own setting that counts.
 */
function openHurried(
  config: Config,
  { url, directUrl }: Urls,
  log: Log,
  started: Array<() => Promise<unknown>>,
): Database {
  return open(config, url, log, started, url === directUrl ? config.statementSeconds : undefined)
}

function open(
  { preparedStatements }: Config,
  url: string,
  log: Log,
  started: Array<() => Promise<unknown>>,
  statementSeconds?: number,
): Database {
  const onError = (error: Error) => log.warn(error, 'A database connection broke.')
  const db = openDatabase({ url, preparedStatements, statementSeconds, onError })
  started.push(() => db.destroy())
  return db
}

async function listen(surroundings: Surroundings): Promise<() => Promise<void>> {
  const { host, port } = surroundings.config
  const app = await buildWeb(surroundings)
  await app.listen({ host, port })
  return async () => {
    const tooLong = setTimeout(() => app.server.closeAllConnections(), longestAnswerMilliseconds)
    await app.close()
    clearTimeout(tooLong)
  }
}

async function work(surroundings: Surroundings): Promise<() => Promise<void>> {
  const worker = await startWorker(surroundings)
  return () => worker.stop()
}
