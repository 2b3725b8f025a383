import { channelRoutes } from './channels/routes.ts'
import type { ChannelTools } from './channels/channels.ts'
import { toConnectors } from './channels/configuration.ts'
import { simulatorConnector } from './channels/simulator.ts'
import { twilioConnector } from './channels/twilio.ts'
import { contactRoutes } from './contacts/routes.ts'
import { templateRoutes } from './contacts/template-routes.ts'
import { conversationNoteRoutes } from './conversations/note-routes.ts'
import { conversationRoutes } from './conversations/routes.ts'
import { followOwner } from './conversations/subscribers.ts'
import { findDemo } from './demo/log-in.ts'
import { authenticate } from './identity/authentication.ts'
import { notificationRoutes } from './identity/notification-routes.ts'
import { identityRoutes } from './identity/routes.ts'
import { createTokens } from './identity/tokens.ts'
import { Dispatcher } from './messages/dispatcher.ts'
import { wakeWorkersThrough } from './messages/outbox.ts'
import { messageRoutes } from './messages/routes.ts'
import { sendingRoutes } from './messages/sending-routes.ts'
import { simulatorRoutes } from './messages/simulator-routes.ts'
import { messageTasks } from './messages/tasks.ts'
import { webhookRoutes } from './messages/webhook-routes.ts'
import { documentation } from './operations/documentation.ts'
import { eventLogRoutes } from './operations/event-log-routes.ts'
import { healthRoute } from './operations/health-route.ts'
import { homePage } from './operations/home-page.ts'
import { housekeepingSchedule, housekeepingTasks } from './operations/housekeeping.ts'
import { metricsRoute } from './operations/metrics.ts'
import type { Config } from './platform/config.ts'
import type { Database } from './platform/database.ts'
import { wakeThrough } from './platform/events/record.ts'
import { runSubscribers } from './platform/events/subscribers.ts'
import type { Subscriber } from './platform/events/subscribers.ts'
import { createApp } from './platform/http.ts'
import type { App } from './platform/http.ts'
import { runJobs } from './platform/jobs.ts'
import type { Log } from './platform/log.ts'
import { createOutgoing } from './platform/outgoing.ts'
import { createVault } from './platform/secrets.ts'
import type { Signals } from './platform/signals.ts'
import type { Storage } from './platform/storage.ts'
import { countMessages } from './reports/daily-messages.ts'
import { reportRoutes } from './reports/routes.ts'

/** What every part is given: made once in main.ts, or for each test. */
export interface Surroundings {
  config: Config & { jwtSecret: string; encryptionKey: string }
  db: Database
  /** Past any pooler: for LISTEN, session locks and the job runner. */
  directUrl: string
  signals: Signals
  storage: Storage
  log: Log
}

/** Everything the server answers, in the order of the floors. */
export async function buildWeb(surroundings: Surroundings): Promise<App> {
  const { config, db, signals, storage, log } = surroundings
  const tokens = createTokens(config.jwtSecret)
  const tools = channelTools(surroundings)
  wakeEachOther(signals)

  const app = createApp({
    db,
    config,
    log,
    keyOwner: ({ actor }) => actor && { organizationId: actor.organizationId, actorId: actor.id ?? 'system' },
  })
  metricsRoute(app, db, config)
  await documentation(app, config)
  authenticate(app, db, tokens, signals)

  identityRoutes(app, { config, tokens, signals })
  notificationRoutes(app)
  contactRoutes(app)
  templateRoutes(app)
  channelRoutes(app, tools)
  conversationRoutes(app)
  conversationNoteRoutes(app)
  messageRoutes(app, tools, storage)
  sendingRoutes(app, tools)
  simulatorRoutes(app)
  webhookRoutes(app, tools)
  reportRoutes(app)
  eventLogRoutes(app)
  healthRoute(app, db)
  homePage(app, config, config.demo ? findDemo(db, config) : undefined)
  return app
}

/** Who hears what happened. Each has its own cursor. */
const subscribers: Subscriber[] = [followOwner, countMessages]

/** Everything the server does without being asked: sends, hears, fetches, cleans up. */
export async function startWorker(surroundings: Surroundings): Promise<{ stop: () => Promise<void> }> {
  const { config, db, directUrl, signals, storage, log } = surroundings
  const tools = channelTools(surroundings)
  wakeEachOther(signals)

  const dispatcher = new Dispatcher(db, tools, signals, log)
  await dispatcher.start()
  const subscriptions = runSubscribers(db, signals, subscribers, log)
  const tasks = { ...messageTasks(db, tools, storage), ...housekeepingTasks(db, config) }
  const jobs = await runJobs(directUrl, tasks, housekeepingSchedule, log)
  return {
    async stop() {
      await Promise.all([dispatcher.stop(), subscriptions.stop(), jobs.stop()])
    },
  }
}

export function channelTools({ config, db }: Pick<Surroundings, 'config' | 'db'>): ChannelTools {
  const outgoing = createOutgoing({ allowPrivate: config.privateGateways })
  return {
    connectors: toConnectors([twilioConnector(outgoing), simulatorConnector(db)]),
    vault: createVault(config.encryptionKey),
    publicUrl: config.publicUrl,
  }
}

function wakeEachOther(signals: Signals): void {
  wakeThrough(signals)
  wakeWorkersThrough(signals)
}
