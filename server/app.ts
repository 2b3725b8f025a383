import type { ChannelTools } from './channels/channels.ts'
import { toConnectors } from './channels/configuration.ts'
import { handOverChannels } from './channels/hand-over.ts'
import { channelRoutes } from './channels/routes.ts'
import { simulatorConnector } from './channels/simulator.ts'
import { twilioConnector } from './channels/twilio.ts'
import { activeRoutes } from './contacts/active-routes.ts'
import { blockingRoutes } from './contacts/blocking-routes.ts'
import { bucketRoutes } from './contacts/bucket-routes.ts'
import { bulkRoutes as contactBulkRoutes } from './contacts/bulk-routes.ts'
import { hashAddressesWith } from './contacts/erased-opt-outs.ts'
import { customFieldTasks } from './contacts/forgotten-fields.ts'
import { generatorRoutes } from './contacts/generator-routes.ts'
import { handOverContacts, handOverContactsTasks } from './contacts/hand-over.ts'
import { pipelineRoutes } from './contacts/pipeline-routes.ts'
import { contactRoutes } from './contacts/routes.ts'
import { sectionRoutes } from './contacts/section-routes.ts'
import { contactListTasks } from './contacts/stage-moves.ts'
import { tagRoutes } from './contacts/tag-routes.ts'
import { verificationRoutes } from './contacts/verification-routes.ts'
import { bulkRoutes } from './conversations/bulk-routes.ts'
import { countSchedule, countTasks } from './conversations/count-folding.ts'
import { inheritInbox } from './conversations/inheritance.ts'
import { handOut, handOutSchedule, handOutTasks } from './conversations/handing-out.ts'
import { conversationTasks, handOverConversations } from './conversations/hand-over.ts'
import { inboxRoutes } from './conversations/inbox-routes.ts'
import { followContacts } from './conversations/merging.ts'
import { conversationNoteRoutes } from './conversations/note-routes.ts'
import { conversationRoutes } from './conversations/routes.ts'
import { routingRoutes } from './conversations/routing-routes.ts'
import { partConversations } from './conversations/separating.ts'
import { snoozingTasks } from './conversations/snoozing.ts'
import { followOwner } from './conversations/subscribers.ts'
import { findDemo } from './demo/log-in.ts'
import { dedupReviewRoutes } from './duplicates/dedup-review-routes.ts'
import { mergeRoutes } from './duplicates/merge-routes.ts'
import { separationRoutes } from './duplicates/separation-routes.ts'
import { noteForComparison } from './duplicates/subscribers.ts'
import { duplicateSchedule, duplicateTasks } from './duplicates/tasks.ts'
import { personalDataRoute } from './erasure/personal-data-routes.ts'
import { erasureRoutes } from './erasure/routes.ts'
import { erasureTasks } from './erasure/tasks.ts'
import { createLinks } from './files/links.ts'
import { fileRoutes } from './files/routes.ts'
import { fileSchedule, fileTasks } from './files/tasks.ts'
import { apiKeyRoutes } from './identity/api-key-routes.ts'
import { auditRoutes } from './identity/audit-routes.ts'
import { authenticate } from './identity/authentication.ts'
import { availabilityRoutes } from './identity/availability-routes.ts'
import { departmentRoutes } from './identity/department-routes.ts'
import { notificationPreferenceRoutes } from './identity/notification-preference-routes.ts'
import { notificationRoutes } from './identity/notification-routes.ts'
import { organizationRoutes } from './identity/organization-routes.ts'
import { organizationSettingsRoutes } from './identity/organization-settings-routes.ts'
import { passwordResetRoutes } from './identity/password-reset-routes.ts'
import type { ResetDelivery } from './identity/password-resets.ts'
import { identityRoutes } from './identity/routes.ts'
import { identityTasks } from './identity/tasks.ts'
import { createTokens } from './identity/tokens.ts'
import type { Tokens } from './identity/tokens.ts'
import { twoFactorRoutes } from './identity/two-factor-routes.ts'
import { handOverImports } from './imports/hand-over.ts'
import { exportRoutes } from './imports/export-routes.ts'
import { importRoutes } from './imports/import-routes.ts'
import { importTasks } from './imports/tasks.ts'
import { Dispatcher } from './messages/dispatcher.ts'
import { documentRoutes } from './messages/document-routes.ts'
import { messagesInMerges } from './messages/merging.ts'
import { wakeWorkersThrough } from './messages/outbox.ts'
import { messagesInSeparations } from './messages/parting.ts'
import { messageRoutes } from './messages/routes.ts'
import { messageSearchRoutes } from './messages/search-routes.ts'
import { sendingRoutes } from './messages/sending-routes.ts'
import { simulatorRoutes } from './messages/simulator-routes.ts'
import { removeFiles } from './messages/subscribers.ts'
import { messageTasks } from './messages/tasks.ts'
import { unusedFilesSchedule } from './messages/unused-files.ts'
import { webhookRoutes } from './messages/webhook-routes.ts'
import { documentRoutes as contactDocumentRoutes } from './notes/document-routes.ts'
import { handOverReminders } from './notes/hand-over.ts'
import { noteRoutes } from './notes/note-routes.ts'
import { reminderRoutes } from './notes/reminder-routes.ts'
import { reminderSchedule, reminderTasks } from './notes/tasks.ts'
import { House } from './live/house.ts'
import { users } from './live/listener-kinds.ts'
import { liveSockets } from './live/sockets.ts'
import { streamRoutes } from './live/stream-routes.ts'
import { documentation } from './operations/documentation.ts'
import { eventLogRoutes } from './operations/event-log-routes.ts'
import { healthRoute } from './operations/health-route.ts'
import { homePage } from './operations/home-page.ts'
import { housekeepingSchedule, housekeepingTasks } from './operations/housekeeping.ts'
import { metricsRoute } from './operations/metrics.ts'
import { resetPage } from './operations/reset-page.ts'
import type { Config } from './platform/config.ts'
import type { Database } from './platform/database.ts'
import { wakeThrough } from './platform/events/record.ts'
import { runSubscribers } from './platform/events/subscribers.ts'
import type { Subscriber } from './platform/events/subscribers.ts'
import { createApp } from './platform/http.ts'
import type { App } from './platform/http.ts'
import { runJobs } from './platform/jobs.ts'
import type { Log } from './platform/log.ts'
import { mailTasks } from './platform/mail.ts'
import { createOutgoing } from './platform/outgoing.ts'
import { createVault } from './platform/secrets.ts'
import type { Signals } from './platform/signals.ts'
import type { Storage } from './platform/storage.ts'
import { countMessages } from './reports/daily-messages.ts'
import { reportRoutes } from './reports/routes.ts'
import { handOverTemplates } from './templates/hand-over.ts'
import { templateRoutes } from './templates/template-routes.ts'
import { transferTasks } from './transfers/tasks.ts'
import { transferRoutes } from './transfers/transfer-routes.ts'

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
  hashAddressesWith(config.encryptionKey)

  const app = createApp({
    db,
    config,
    log,
    keyOwner: ({ actor }) => actor && { organizationId: actor.organizationId, actorId: actor.id ?? 'system' },
  })
  const house = new House({ ...surroundings, tokens })
  metricsRoute(app, db, config, house.gauges)
  await documentation(app, config)
  authenticate(app, db, tokens, signals)

  identityFloor(app, surroundings, tokens, tools)
  contactsFloor(app, tools, storage)
  channelRoutes(app, tools)
  conversationRoutes(app)
  conversationNoteRoutes(app, tools.links)
  inboxRoutes(app)
  bulkRoutes(app)
  routingRoutes(app)
  messageRoutes(app, tools, storage)
  sendingRoutes(app, tools)
  documentRoutes(app, tools.links)
  messageSearchRoutes(app)
  simulatorRoutes(app)
  webhookRoutes(app, tools)
  reportRoutes(app)
  erasureRoutes(app, tools.vault)
  personalDataRoute(app, tools.links)
  transferRoutes(app, { storage, signals })
  streamRoutes(app, house, tokens)
  liveSockets(app, house, [users(db, tokens, config.publicUrl)], log)
  eventLogRoutes(app)
  healthRoute(app, db)
  resetPage(app)
  homePage(app, config, config.demo ? findDemo(db, config) : undefined)
  return app
}

function identityFloor(app: App, surroundings: Surroundings, tokens: Tokens, tools: ChannelTools): void {
  const { config, signals, storage } = surroundings
  identityRoutes(app, { config, tokens, signals, vault: tools.vault })
  passwordResetRoutes(app, { signals, delivery: resetDelivery(surroundings) })
  twoFactorRoutes(app, tools.vault)
  apiKeyRoutes(app, signals)
  departmentRoutes(app, signals)
  organizationRoutes(app)
  organizationSettingsRoutes(app)
  notificationRoutes(app)
  notificationPreferenceRoutes(app)
  auditRoutes(app)
  fileRoutes(app, tools.links, storage)
  availabilityRoutes(app)
}

function contactsFloor(app: App, tools: ChannelTools, storage: Storage): void {
  contactRoutes(app)
  contactDocumentRoutes(app, tools.links, storage)
  bucketRoutes(app)
  generatorRoutes(app)
  contactBulkRoutes(app)
  tagRoutes(app)
  blockingRoutes(app)
  verificationRoutes(app)
  activeRoutes(app)
  pipelineRoutes(app)
  sectionRoutes(app)
  noteRoutes(app, tools.links)
  reminderRoutes(app)
  mergeRoutes(app, mergeSteps)
  dedupReviewRoutes(app, mergeSteps)
  separationRoutes(app, partConversations(messagesInSeparations))
  importRoutes(app, storage)
  exportRoutes(app)
  templateRoutes(app)
}

/** What follows a contact that is merged into another, floor by floor, in the same transaction. */
const mergeSteps = [followContacts(messagesInMerges)]

/** Who hears what happened. Each has its own cursor. */
const subscribers: Subscriber[] = [
  handOverContacts,
  noteForComparison,
  handOverChannels,
  handOverReminders,
  handOverTemplates,
  handOverImports,
  handOverConversations,
  inheritInbox,
  followOwner,
  handOut,
  removeFiles,
  countMessages,
]

/** Everything the server does without being asked: sends, hears, fetches, cleans up. */
export async function startWorker(surroundings: Surroundings): Promise<{ stop: () => Promise<void> }> {
  const { config, db, directUrl, signals, storage, log } = surroundings
  const tools = channelTools(surroundings)
  wakeEachOther(signals)
  hashAddressesWith(config.encryptionKey)

  const dispatcher = new Dispatcher(db, tools, signals, log)
  await dispatcher.start()
  const subscriptions = runSubscribers(db, signals, subscribers, log)
  const tasks = {
    ...mailTasks(db, config, tools.vault),
    ...identityTasks(db, resetDelivery(surroundings)),
    ...fileTasks(db, storage),
    ...handOverContactsTasks(db),
    ...duplicateTasks(db),
    ...reminderTasks(db),
    ...customFieldTasks(db),
    ...contactListTasks(db),
    ...importTasks(db),
    ...conversationTasks(db),
    ...snoozingTasks(db),
    ...countTasks(db),
    ...handOutTasks(db),
    ...messageTasks(db, tools, storage),
    ...erasureTasks(db, tools.vault),
    ...housekeepingTasks(db, config),
    ...transferTasks({ db, storage, encryptionKey: config.encryptionKey }),
  }
  const schedules = [
    ...fileSchedule,
    ...duplicateSchedule,
    ...reminderSchedule,
    ...countSchedule,
    ...handOutSchedule,
    ...unusedFilesSchedule,
    ...housekeepingSchedule,
  ]
  const jobs = await runJobs(directUrl, tasks, schedules, log)
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
    links: createLinks(config.jwtSecret, config.publicUrl),
    publicUrl: config.publicUrl,
  }
}

function resetDelivery({ config }: Pick<Surroundings, 'config'>): ResetDelivery {
  const { encryptionKey, publicUrl, smtpUrl } = config
  return { vault: createVault(encryptionKey), publicUrl, sendsMail: smtpUrl !== undefined }
}

function wakeEachOther(signals: Signals): void {
  wakeThrough(signals)
  wakeWorkersThrough(signals)
}
