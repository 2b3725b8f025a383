import type { Receipt } from '../channels/connector.ts'
import type { ChannelTools } from '../channels/channels.ts'
import type { Database } from '../platform/database.ts'
import type { Scheduled, Tasks } from '../platform/jobs.ts'
import type { Storage } from '../platform/storage.ts'
import { fetchAttachment } from './attachments.ts'
import type { FetchAttachment } from './attachments.ts'
import { sendBulkPiece } from './bulk-pieces.ts'
import type { BulkPiece } from './bulk-pieces.ts'
import { hearLater } from './happenings.ts'
import type { HearLater } from './happenings.ts'
import { lookUpMessage } from './look-up.ts'
import type { LookUp } from './look-up.ts'
import { lookUpMissed, scheduleLookUps } from './missed-receipts.ts'
import type { MissedReceipts } from './missed-receipts.ts'
import { readProfile } from './profiles.ts'
import type { ReadProfile } from './profiles.ts'
import { applyReceipt } from './receipts.ts'
import { sendScheduled } from './scheduled-sending.ts'
import type { SendScheduled } from './scheduled-sending.ts'
import { sweepFiles, sweepSomeFiles } from './unused-files.ts'
import type { Sweep } from './unused-files.ts'

/** What messages ask the worker to do later. */
export function messageTasks(db: Database, tools: ChannelTools, storage: Storage): Tasks {
  return {
    fetch_attachment: (asked: FetchAttachment) => fetchAttachment(db, tools, storage, asked),
    sweep_files: () => sweepFiles(db),
    sweep_files_of: (sweep: Sweep) => sweepSomeFiles(db, sweep),
    send_scheduled_message: (asked: SendScheduled) => sendScheduled(db, tools, asked),
    send_bulk_piece: (piece: BulkPiece) => sendBulkPiece(db, tools, piece),
    read_profile: (asked: ReadProfile) => readProfile(db, tools, storage, asked),
    hear_later: (asked: HearLater) => hearLater(db, asked),
    look_up_message: (asked: LookUp) => lookUpMessage(db, tools, asked),
    look_up_missed_receipts: ({ _cron }: Scheduled) => scheduleLookUps(db, tools, new Date(_cron.ts)),
    look_up_missed_receipts_of: (asked: MissedReceipts) => lookUpMissed(db, tools, asked),
    hear_receipt: ({
      organizationId,
      channelId,
      receipt,
    }: {
      organizationId: string
      channelId: string
      receipt: Receipt
    }) => applyReceipt(db, { organizationId, id: channelId }, receipt),
  }
}
