/** What a condition may ask, in the order in which it is offered. */
export const conditionNames = [
  'tag',
  'status',
  'assignee',
  'owner',
  'channelType',
  'channelId',
  'unread',
  'waiting',
  'waitingMinutes',
  'optedOut',
  'mentioned',
  'followed',
] as const

export type ConditionName = (typeof conditionNames)[number]

/** Those that are or are not: there is nothing to choose besides. */
const switches: ReadonlySet<string> = new Set(['unread', 'waiting', 'optedOut', 'mentioned', 'followed'])

export function isStandingCondition(name: string): name is ConditionName {
  return (conditionNames as readonly string[]).includes(name)
}

export function isSwitch(name: string): name is 'unread' | 'waiting' | 'optedOut' | 'mentioned' | 'followed' {
  return switches.has(name)
}

/** How long somebody may have waited, in minutes. */
export const waitingChoices = [15, 60, 240, 1440, 2880, 10_080] as const
