import { readConfig } from './platform/config.ts'
import type { Config } from './platform/config.ts'
import { startPostgres } from './platform/embedded-postgres.ts'
import { createLog } from './platform/log.ts'
import type { Log } from './platform/log.ts'
import { inWords } from './platform/start-problem.ts'

const longestStopMilliseconds = 9500

/** What has been started, to be stopped in the opposite order. */
const started: Array<() => Promise<unknown>> = []
let stopping: Promise<void> | undefined

await start().catch(async (error: unknown) => {
  // Told to stop while it starts, it pulls the ground from under itself.
  if (stopping) return stopping
  console.error(inWords(error) ?? error)
  await stop()
  process.exit(1)
})

async function start(): Promise<void> {
  const config = readConfig()
  const log = createLog(config.logLevel)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stopOnce(log))
  // The database comes up while the rest of the program is being read.
  const [urls, { startRoles }] = await Promise.all([
    databaseUrls(config, log),
    import('./roles.ts'),
    pages(config, log),
  ])
  await startRoles(config, urls, log, started)
}

/** Without them the API works all the same; each page says that it is not there. */
async function pages({ roles }: Config, log: Log): Promise<void> {
  if (!roles.has('web')) return
  const [{ builtWidget }, { builtDashboard }] = await Promise.all([
    import('../widget/build.ts'),
    import('../dashboard/build.ts'),
  ])
  await builtWidget().catch((error: unknown) => log.error(error, 'The widget could not be built.'))
  await builtDashboard().catch((error: unknown) => log.error(error, 'The dashboard could not be built.'))
}

async function databaseUrls(config: Config, log: Log): Promise<{ url: string; directUrl: string }> {
  const { databaseUrl, databaseDirectUrl, dataDir } = config
  if (databaseUrl) return { url: databaseUrl, directUrl: databaseDirectUrl ?? databaseUrl }
  const postgres = await startPostgres({
    dataDir,
    log: (line) => log.info(line),
    onExit: (reason) => {
      log.fatal(`PostgreSQL ended: ${reason}`)
      process.exit(1)
    },
  })
  started.push(() => postgres.stop())
  return { url: postgres.url, directUrl: postgres.url }
}

/** A terminal and a launcher may both say it; it is one stop. */
async function stopOnce(log: Log): Promise<void> {
  if (stopping) return
  setTimeout(() => {
    log.error('Stopping took too long.')
    process.exit(1)
  }, longestStopMilliseconds).unref()
  stopping = stop()
  await stopping
  process.exit(0)
}

async function stop(): Promise<void> {
  for (const undo of started.toReversed()) await undo().catch((error: unknown) => console.error(error))
}
