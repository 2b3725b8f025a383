import type { ChannelTools } from './channels/channels.ts'
import { channelRoutes } from './channels/routes.ts'
import { activeRoutes } from './contacts/active-routes.ts'
import { blockingRoutes } from './contacts/blocking-routes.ts'
import { bucketRoutes } from './contacts/bucket-routes.ts'
import { bulkRoutes as contactBulkRoutes } from './contacts/bulk-routes.ts'
import { generatorRoutes } from './contacts/generator-routes.ts'
import { pipelineRoutes } from './contacts/pipeline-routes.ts'
import { contactRoutes } from './contacts/routes.ts'
import { sectionRoutes } from './contacts/section-routes.ts'
import { timelineRoutes } from './contacts/timeline-routes.ts'
import { tagRoutes } from './contacts/tag-routes.ts'
import { verificationRoutes } from './contacts/verification-routes.ts'
import { bulkRoutes } from './conversations/bulk-routes.ts'
import { inboxRoutes } from './conversations/inbox-routes.ts'
import { followContacts } from './conversations/merging.ts'
import { conversationNoteRoutes } from './conversations/note-routes.ts'
import { conversationRoutes } from './conversations/routes.ts'
import { routingRoutes } from './conversations/routing-routes.ts'
import { partConversations } from './conversations/separating.ts'
import { findDemo, findDemoKey } from './demo/log-in.ts'
import { demoSetupRoute } from './demo/setup-routes.ts'
import { dedupReviewRoutes } from './duplicates/dedup-review-routes.ts'
import { mergeRoutes } from './duplicates/merge-routes.ts'
import { separationRoutes } from './duplicates/separation-routes.ts'
import { personalDataRoute } from './erasure/personal-data-routes.ts'
import { erasureRoutes } from './erasure/routes.ts'
import { fileRoutes } from './files/routes.ts'
import { apiKeyRoutes } from './identity/api-key-routes.ts'
import { auditRoutes } from './identity/audit-routes.ts'
import { authenticate } from './identity/authentication.ts'
import { availabilityRoutes } from './identity/availability-routes.ts'
import { departmentRoutes } from './identity/department-routes.ts'
import { firstStepsRoutes } from './identity/first-steps-routes.ts'
import { notificationPreferenceRoutes } from './identity/notification-preference-routes.ts'
import { notificationRoutes } from './identity/notification-routes.ts'
import { organizationRoutes } from './identity/organization-routes.ts'
import { organizationSettingsRoutes } from './identity/organization-settings-routes.ts'
import { passwordResetRoutes } from './identity/password-reset-routes.ts'
import { identityRoutes } from './identity/routes.ts'
import { sessionRoutes } from './identity/session-routes.ts'
import { setupRoutes } from './identity/setup-routes.ts'
import { createTokens } from './identity/tokens.ts'
import type { Tokens } from './identity/tokens.ts'
import { twoFactorRoutes } from './identity/two-factor-routes.ts'
import { exportRoutes } from './imports/export-routes.ts'
import { resultRoutes } from './imports/import-result-routes.ts'
import { importRoutes } from './imports/import-routes.ts'
import { consentRoutes } from './messages/consent-routes.ts'
import { documentRoutes } from './messages/document-routes.ts'
import { kannelRoutes } from './messages/kannel-routes.ts'
import { messagesInMerges } from './messages/merging.ts'
import { messengerRoutes } from './messages/messenger-routes.ts'
import { messagesInSeparations } from './messages/parting.ts'
import { messageRoutes } from './messages/routes.ts'
import { activityRoutes } from './messages/activity-routes.ts'
import { draftRoutes } from './messages/draft-routes.ts'
import { writingRoutes } from './messages/writing-routes.ts'
import { messageSearchRoutes } from './messages/search-routes.ts'
import { sendingRoutes } from './messages/sending-routes.ts'
import { simulatorRoutes } from './messages/simulator-routes.ts'
import { showTyping } from './messages/typing.ts'
import { webhookRoutes as providerRoutes } from './messages/webhook-routes.ts'
import { contactFileRoutes } from './notes/contact-file-routes.ts'
import { documentRoutes as contactDocumentRoutes } from './notes/document-routes.ts'
import { noteRoutes } from './notes/note-routes.ts'
import { reminderRoutes } from './notes/reminder-routes.ts'
import { House } from './live/house.ts'
import { users } from './live/listener-kinds.ts'
import { liveSockets } from './live/sockets.ts'
import { streamRoutes } from './live/stream-routes.ts'
import { dashboardPages } from './operations/dashboard-pages.ts'
import { documentation } from './operations/documentation.ts'
import { eventLogRoutes } from './operations/event-log-routes.ts'
import { healthRoute } from './operations/health-route.ts'
import { homePage } from './operations/home-page.ts'
import { metricsRoute } from './operations/metrics.ts'
import { permissionRoute } from './operations/permission-routes.ts'
import { resetPage } from './operations/reset-page.ts'
import { pushRoutes } from './push/push-routes.ts'
import { pushTools } from './push/tools.ts'
import { createApp } from './platform/http.ts'
import type { App } from './platform/http.ts'
import type { Storage } from './platform/storage.ts'
import { sumRoutes } from './reports/report-routes.ts'
import { reportRoutes } from './reports/routes.ts'
import { templateCategoryRoutes } from './templates/template-category-routes.ts'
import { templateRoutes } from './templates/template-routes.ts'
import { transferRoutes } from './transfers/transfer-routes.ts'
import { deliveryRoutes } from './webhooks/delivery-routes.ts'
import { eventTypeRoutes } from './webhooks/event-type-routes.ts'
import { webhookMetrics } from './webhooks/metrics.ts'
import { webhookTools } from './webhooks/tools.ts'
import { webhookRoutes } from './webhooks/webhook-routes.ts'
import { conversationVisitorRoutes } from './webchat/conversation-visitor-routes.ts'
import { csatRoutes } from './webchat/csat-routes.ts'
import { documentedRoutes } from './webchat/documented-routes.ts'
import { Limits } from './webchat/limits.ts'
import { csatInMerges } from './webchat/merging.ts'
import { webchatPageRoutes } from './webchat/page-routes.ts'
import { playingVisitors } from './webchat/simulated.ts'
import type { WebchatTools } from './webchat/tools.ts'
import { webchatUploadRoutes } from './webchat/upload-routes.ts'
import { visitors } from './webchat/visitor-kind.ts'
import { visitorRoutes } from './webchat/visitor-routes.ts'
import { webchatRoutes } from './webchat/webchat-routes.ts'
import { channelTools, resetDelivery, connectFloors } from './surroundings.ts'
import type { Surroundings } from './surroundings.ts'

/** Everything the server answers, in the order of the floors. */
export async function buildWeb(surroundings: Surroundings): Promise<App> {
  const { config, db, signals, storage, log } = surroundings
  const tokens = createTokens(config.jwtSecret)
  const tools = channelTools(surroundings)
  connectFloors(surroundings)

  const app = createApp({
    db,
    config,
    log,
    keyOwner: ({ actor }) => actor && { organizationId: actor.organizationId, actorId: actor.id ?? 'system' },
  })
  const onTyping = (organizationId: string, id: string) => showTyping(db, tools, organizationId, id)
  const house = new House({ ...surroundings, tokens, onTyping })
  const webchatTools = { ...tools, storage, limits: new Limits(), mergeSteps }
  metricsRoute(app, db, config, [webhookMetrics, house.metrics])
  await documentation(app, config)
  authenticate(app, db, tokens, signals)
  permissionRoute(app)
  identityFloor(app, surroundings, tokens, tools)
  contactsFloor(app, tools, storage)
  channelRoutes(app, tools)
  conversationRoutes(app)
  conversationNoteRoutes(app, tools.links)
  inboxRoutes(app)
  bulkRoutes(app)
  routingRoutes(app)
  messagesFloor(app, surroundings, tools, webchatTools)
  eventTypeRoutes(app)
  webhookRoutes(app, webhookTools(config))
  deliveryRoutes(app)
  reportRoutes(app)
  sumRoutes(app)
  erasureRoutes(app, tools.vault)
  personalDataRoute(app, tools.links)
  transferRoutes(app, { storage, signals })
  streamRoutes(app, house, tokens)
  const staff = users(db, tokens, config.publicUrl)
  liveSockets(app, house, [visitors({ db, links: tools.links, log }, staff.mayTry), staff], log)
  webchatFloor(app, surroundings, webchatTools)
  pushRoutes(app, pushTools(config))
  demoSetupRoute(app, config)
  eventLogRoutes(app)
  healthRoute(app, db)
  resetPage(app)
  dashboardPages(app, { publicUrl: config.publicUrl, filesOrigin: config.s3?.endpoint })
  homePage(app, config, {
    findDemo: config.demo ? findDemo(db, config) : undefined,
    hasDemoPage: async () => (await findDemoKey(db)) !== undefined,
  })
  return app
}

function identityFloor(app: App, surroundings: Surroundings, tokens: Tokens, tools: ChannelTools): void {
  const { config, signals, storage } = surroundings
  identityRoutes(app, { config, tokens, signals, vault: tools.vault })
  sessionRoutes(app, { config, signals, vault: tools.vault })
  setupRoutes(app, { config, signals, findDemo: config.demo ? findDemo(surroundings.db, config) : undefined })
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
  firstStepsRoutes(app)
}

function contactsFloor(app: App, tools: ChannelTools, storage: Storage): void {
  contactRoutes(app)
  timelineRoutes(app)
  contactDocumentRoutes(app, tools.links, storage)
  contactFileRoutes(app, tools.links)
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
  resultRoutes(app)
  exportRoutes(app)
  templateRoutes(app)
  templateCategoryRoutes(app)
  consentRoutes(app)
}

function messagesFloor(app: App, { storage }: Surroundings, tools: ChannelTools, webchatTools: WebchatTools): void {
  messageRoutes(app, tools, storage)
  sendingRoutes(app, tools)
  draftRoutes(app)
  writingRoutes(app, tools)
  activityRoutes(app)
  documentRoutes(app, tools.links)
  messageSearchRoutes(app)
  simulatorRoutes(app, { links: tools.links, playVisitor: playingVisitors(webchatTools) })
  providerRoutes(app, tools)
  kannelRoutes(app, tools)
  messengerRoutes(app, tools)
}

function webchatFloor(app: App, { config, db }: Surroundings, tools: WebchatTools): void {
  webchatRoutes(app, tools)
  visitorRoutes(app, tools)
  webchatUploadRoutes(app, tools)
  documentedRoutes(app, tools)
  csatRoutes(app)
  conversationVisitorRoutes(app)
  webchatPageRoutes(app, {
    publicUrl: config.publicUrl,
    findDemoKey: () => findDemoKey(db),
  })
}

/** What follows a contact that is merged into another, floor by floor, in the same transaction. */
const mergeSteps = [csatInMerges, followContacts(messagesInMerges)]
