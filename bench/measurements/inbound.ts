import { inboundForm } from '../../test/fake-twilio.ts'
import { twilioAccount, twilioNumber } from '../data/shape.ts'
import type { Dataset } from '../dataset.ts'
import { answerOf, post, random } from '../load/requests.ts'
import type { Call, Target } from '../load/requests.ts'
import { compare, throughputOfUnique } from '../load/throughput.ts'
import type { Effort } from '../load/throughput.ts'
import { startBaseline, startOurs } from '../servers/servers.ts'
import { atLeast, perSecond } from './measurement.ts'
import type { Measurement } from './measurement.ts'

export const inbound: Measurement = {
  name: 'inbound',
  title: 'Inbound webhooks a second',
  against: 'a loop that runs the transaction of such a message and nothing else, with as many connections',
  async measure({ dataset, effort }) {
    const ours = await startOurs(dataset)
    const baseline = await startBaseline(dataset)
    try {
      const { ratio, ...rates } = await compare(
        () => throughputOfUnique({ url: ours.url }, () => signedCall(ours, dataset), effort),
        () => looped(baseline, dataset, effort),
        effort.rounds,
      )
      return [
        {
          what: 'a text message of a known contact, signed by Twilio',
          ours: perSecond(rates.ours),
          baseline: perSecond(rates.baseline),
          ...atLeast(ratio, 0.6),
        },
      ]
    } finally {
      await Promise.all([ours.stop(), baseline.stop()])
    }
  },
}

function signedCall(target: Target, dataset: Dataset): Call {
  const { phoneNumber } = random(dataset.senders)
  const form = { From: phoneNumber, To: twilioNumber(1), Body: 'Is this still available?', ...twilioAccountOf() }
  const { headers, body } = inboundForm(twilioAccount.authToken, target.url, form)
  return { method: 'POST', path: '/api/webhook/twilio/sms', headers, body }
}

function twilioAccountOf(): { AccountSid: string } {
  return { AccountSid: twilioAccount.accountSid }
}

async function looped(baseline: Target, dataset: Dataset, { seconds, connections }: Effort): Promise<number> {
  const senders = dataset.senders.map((sender) => sender.phoneNumber)
  const asked = { seconds, connections, to: twilioNumber(1), senders: shuffled(senders) }
  const answer = (await answerOf(baseline, post('/loop/inbound', asked))) as { total: number; seconds: number }
  return answer.total / answer.seconds
}

function shuffled<T>(values: T[]): T[] {
  return values
    .map((value) => ({ value, order: Math.random() }))
    .toSorted((one, other) => one.order - other.order)
    .map(({ value }) => value)
}
