import { handOverChannels } from './channels/hand-over.ts'
import { customFieldTasks } from './contacts/forgotten-fields.ts'
import { handOverContacts, handOverContactsTasks } from './contacts/hand-over.ts'
import { contactListTasks } from './contacts/stage-moves.ts'
import { countSchedule, countTasks } from './conversations/count-folding.ts'
import { inheritInbox } from './conversations/inheritance.ts'
import { handOut, handOutSchedule, handOutTasks } from './conversations/handing-out.ts'
import { conversationTasks, handOverConversations } from './conversations/hand-over.ts'
import { snoozingTasks } from './conversations/snoozing.ts'
import { tellAssigned } from './conversations/assignment-news.ts'
import { followOwner } from './conversations/subscribers.ts'
import { noteForComparison } from './duplicates/subscribers.ts'
import { duplicateSchedule, duplicateTasks } from './duplicates/tasks.ts'
import { erasureTasks } from './erasure/tasks.ts'
import { fileSchedule, fileTasks } from './files/tasks.ts'
import { identityTasks } from './identity/tasks.ts'
import { handOverImports } from './imports/hand-over.ts'
import { importTasks } from './imports/tasks.ts'
import { Dispatcher } from './messages/dispatcher.ts'
import { tellFollowers } from './messages/follower-news.ts'
import { goOnWhenMended, removeFiles } from './messages/subscribers.ts'
import { messageTasks } from './messages/tasks.ts'
import { missedReceiptsSchedule } from './messages/missed-receipts.ts'
import { unusedFilesSchedule } from './messages/unused-files.ts'
import { handOverReminders } from './notes/hand-over.ts'
import { reminderSchedule, reminderTasks } from './notes/tasks.ts'
import { housekeepingSchedule, housekeepingTasks } from './operations/housekeeping.ts'
import { runSubscribers } from './platform/events/subscribers.ts'
import type { Subscriber } from './platform/events/subscribers.ts'
import { runJobs } from './platform/jobs.ts'
import { mailTasks } from './platform/mail.ts'
import { countDays } from './reports/counting.ts'
import { countMessages } from './reports/daily-messages.ts'
import { reportSchedule, reportTasks } from './reports/tasks.ts'
import { handOverTemplates } from './templates/hand-over.ts'
import { transferTasks } from './transfers/tasks.ts'
import { askHowItWas } from './webchat/subscribers.ts'
import { webchatSchedule, webchatTasks } from './webchat/tasks.ts'
import { startTelling } from './webhooks/dispatcher.ts'
import { tellWebhooks } from './webhooks/subscribers.ts'
import { webhookSchedule, webhookTasks } from './webhooks/tasks.ts'
import { webhookTools } from './webhooks/tools.ts'
import { Lookers } from './live/lookers.ts'
import { startPushing } from './push/dispatcher.ts'
import { forgetBrowsers, tellBrowsers } from './push/subscribers.ts'
import { pushTools } from './push/tools.ts'
import { channelTools, resetDelivery, connectFloors } from './surroundings.ts'
import type { Surroundings } from './surroundings.ts'

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
  tellAssigned,
  handOut,
  removeFiles,
  goOnWhenMended,
  tellFollowers,
  countMessages,
  countDays,
  tellWebhooks,
  askHowItWas,
  tellBrowsers,
  forgetBrowsers,
]

/** Everything the server does without being asked: sends, hears, fetches, cleans up. */
export async function startWorker(surroundings: Surroundings): Promise<{ stop: () => Promise<void> }> {
  const { config, db, directUrl, signals, storage, log } = surroundings
  const tools = channelTools(surroundings)
  connectFloors(surroundings)

  const dispatcher = new Dispatcher(db, tools, signals, log)
  await dispatcher.start()
  const teller = startTelling(webhookTools(config), resetDelivery(surroundings), { db, signals, log })
  const lookers = new Lookers(signals)
  const pusher = startPushing(
    { db, log, tools: pushTools(config), isLooking: (...asked) => lookers.isLooking(...asked) },
    signals,
  )
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
    ...webhookTasks(db, resetDelivery(surroundings), config),
    ...webchatTasks(db),
    ...reportTasks(db),
    ...transferTasks({ db, storage, encryptionKey: config.encryptionKey }),
  }
  const schedules = [
    ...fileSchedule,
    ...duplicateSchedule,
    ...reminderSchedule,
    ...countSchedule,
    ...handOutSchedule,
    ...missedReceiptsSchedule,
    ...unusedFilesSchedule,
    ...housekeepingSchedule,
    ...webhookSchedule,
    ...webchatSchedule,
    ...reportSchedule,
  ]
  const jobs = await runJobs(directUrl, tasks, schedules, log)
  return {
    async stop() {
      lookers.stop()
      await Promise.all([dispatcher.stop(), teller.stop(), pusher.stop(), subscriptions.stop(), jobs.stop()])
    },
  }
}
