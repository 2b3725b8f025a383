import type { DeliveryError, Receipt } from '../connector.ts'

export interface PlannedReceipt {
  status: Receipt['status']
  providerStatus: string
  /** In units of the channel's `deliverySeconds`. */
  after: number
  error?: DeliveryError
}

interface Plan {
  error?: DeliveryError
  /** With the error: until somebody mends the channel. */
  isHalting?: true
  isThrottledFirst?: true
  isAnswerLost?: true
  receipts: PlannedReceipt[]
}

const sent: PlannedReceipt = { status: 'sent', providerStatus: 'sent', after: 0.5 }
const delivered: PlannedReceipt = { status: 'delivered', providerStatus: 'delivered', after: 1 }

const phoneIsOff: Plan = {
  receipts: [
    sent,
    {
      status: 'failed',
      providerStatus: 'undelivered',
      after: 1,
      error: { code: '30003', message: 'The phone is off or out of reach: try again later.' },
    },
  ],
}

/** What can be switched on for a whole channel. */
export const failures = {
  none: { receipts: [sent, delivered] },
  refused: {
    error: { code: '21211', message: 'This is not a number that can be reached: check it with the contact.' },
    receipts: [],
  },
  undelivered: phoneIsOff,
  throttled: { isThrottledFirst: true, receipts: [sent, delivered] },
  unknown: { isAnswerLost: true, receipts: [] },
  halted: {
    error: { code: '190', message: 'The provider plays broken: switch the failure off, and what waits is sent.' },
    isHalting: true,
    receipts: [],
  },
} satisfies Record<string, Plan>

export type Failure = keyof typeof failures

/** What the simulated network does to a message, by the number it is sent to; all others simply get it. */
const plans: Record<string, Plan> = {
  '+15005550001': failures.refused,
  '+15005550002': failures.undelivered,
  '+15005550003': {
    error: { code: '21610', message: 'The contact has opted out at the provider.', isOptOut: true },
    receipts: [],
  },
  '+15005550004': failures.throttled,
  '+15005550005': { isAnswerLost: true, receipts: [delivered] },
  '+15005550006': failures.unknown,
  '+15005550007': {
    receipts: [delivered, { ...delivered, after: 1.2 }, { ...sent, after: 1.5 }, { ...sent, after: 1.6 }],
  },
  '15005550011': {
    error: { code: '10/2018278', message: 'The time in which one may write to this person is over.' },
    receipts: [],
  },
  '15005550012': {
    error: { code: '190', message: 'The page needs a new token: change the channel, and what waits is sent.' },
    isHalting: true,
    receipts: [],
  },
  '15005550013': {
    error: { code: '551/1545041', message: 'This person has blocked the page.', isOptOut: true },
    receipts: [],
  },
  '15005550014': { isAnswerLost: true, receipts: [{ ...sent, providerStatus: 'echo' }, delivered] },
  '+15005550008': { receipts: [sent, { ...delivered, after: 60 }] },
}

export const magicNumbers = [
  '…0001 refused as invalid',
  '…0002 undelivered',
  '…0003 opted out at the provider',
  '…0004 throttled at the first try',
  '…0005 answer lost, repaired by a receipt',
  '…0006 answer lost for good',
  '…0007 receipts doubled and out of order',
  '…0008 delivered late',
]

/** People of pages, of the same kind. */
export const magicPeople = [
  '15005550011 outside of the window',
  '15005550012 the page needs a new token',
  '15005550013 has blocked the page',
  '15005550014 answer lost, repaired by the echo',
]

/** A number with a fate of its own keeps it, whatever goes wrong with the rest. */
export function planFor(number: string, failure: unknown): Plan {
  const ofAll = failures[String(failure ?? 'none') as Failure] as Plan | undefined
  return plans[number] ?? ofAll ?? failures.none
}
