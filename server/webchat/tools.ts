import type { ChannelTools } from '../channels/channels.ts'
import type { MergeStep } from '../duplicates/merge-steps.ts'
import type { Storage } from '../platform/storage.ts'
import type { Limits } from './limits.ts'

/** What webchats need besides the database. */
export interface WebchatTools extends ChannelTools {
  storage: Storage
  limits: Limits
  /** What follows a contact that is merged into another. */
  mergeSteps: MergeStep[]
}
