import { findChannel } from '../channels/channels.ts'
import { systemActor } from '../identity/actor.ts'
import { Refusal, undefinedIfMissing } from '../platform/errors.ts'
import type { Subscriber } from '../platform/events/subscribers.ts'
import { requestCsat } from './csat.ts'
import { settingsOf } from './visitors.ts'

/** Where a webchat wants it, whoever got an answer is asked how it was as soon as the conversation is resolved. */
export const askHowItWas: Subscriber = {
  name: 'webchat.askHowItWas',
  types: ['conversation.resolved'],
  async hear(trx, { organizationId, subjectId, data }) {
    if (data['channelType'] !== 'webchat' || typeof data['channelId'] !== 'string') return
    const channel = await findChannel(trx, { organizationId }, data['channelId']).catch(undefinedIfMissing)
    if (!channel || !settingsOf(channel).csat.isAutomatic) return
    // Deleted or erased meanwhile.
    await requestCsat(trx, systemActor(organizationId), subjectId).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error
    })
  },
}
