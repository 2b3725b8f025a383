import { day, hour, lastOpen, localClock, minute, whenOpen } from './business-hours.ts'
import { boss, colleagues, dealership, ownerOf } from './cast.ts'
import type { Colleague } from './cast.ts'
import { readDialogues } from './dialogues.ts'
import type { Dialogue, Ending } from './dialogues.ts'
import { inventPeople } from './people.ts'
import type { Person } from './people.ts'
import { perform } from './performance.ts'
import type { Said } from './performance.ts'
import { isEveryday, planParts } from './plan.ts'
import type { Part } from './plan.ts'
import { seededRandom } from './random.ts'
import type { Random } from './random.ts'

/** What was said between one contact and the dealership on one line. All times are milliseconds since 1970. */
export interface Thread {
  line: Part['line']
  rep: Colleague
  said: Said[]
  unread: number
  resolvedAt: number | undefined
}

export interface Customer {
  person: Person
  owner: Colleague
  createdAt: number
  createdBy: Colleague
  source: string
  status: string
  threads: Thread[]
}

interface Stage {
  now: number
  random: Random
}

const seed = 20_250
const leads = { imported: 24, other: 12 }
const returningForService = 6
const sources = ['Website', 'Website', 'Facebook Lead Ad', 'Referral', 'Outgoing Call', 'CSV Upload']
const importedBefore = 33 * day + 3 * hour

/** How long before now the last dialogue begins, so that what is open is recent and what is unanswered is new. */
const ages: Record<Ending, [number, number]> = {
  resolved: [2 * day, 40 * day],
  open: [1 * day, 8 * day],
  unanswered: [20 * minute, 20 * hour],
}

/** Six weeks at a car dealership, up to this moment. */
export function inventHistory(now: number): Customer[] {
  const clock = localClock(dealership.timeZone)
  const stage = { now: clock.toLocal(now) - 2 * minute, random: seededRandom(seed) }
  const dialogues = readDialogues()
  const parts = planParts(dialogues, stage.random)
  const people = inventPeople(parts.length + leads.imported + leads.other, stage.random)
  const talking = parts.map((part, index) => talk(part, people[index]!, index, stage))
  bringBackForService(talking, dialogues, stage)
  const silent = people.slice(parts.length).map((person, index) => lead(person, index, stage))
  return [...talking, ...silent].map((customer) => atTrueTime(customer, clock.fromLocal))
}

function talk(part: Part, person: Person, index: number, stage: Stage): Customer {
  const last = part.dialogues.at(-1)!
  const isUntouched =
    part.dialogues.length === 1 && !last.lines.some((line) => 'text' in line && line.direction === 'outbound')
  const owner = isUntouched ? ownerOf(part.line) : repOf(part.line, index)
  const [youngest, oldest] = ages[last.ending]
  const start = stage.now - youngest - stage.random.next() * (oldest - youngest)
  const { isCut, ...thread } = enact(part, owner, person, start, stage)
  const status = isCut && part.line === 'Sales' ? 'Contacted' : last.status
  const known = { person, owner, status: isUntouched ? 'New Lead' : status, threads: [thread] }
  return { ...known, ...originOf(thread, owner, isUntouched, stage.random) }
}

function enact(part: Part, rep: Colleague, person: Person, start: number, { now, random }: Stage) {
  const topics = { ...person.topics, rep: rep.fullName.split(' ')[0]! }
  const [last, earlier] = [part.dialogues.at(-1)!, part.dialogues.slice(0, -1)]
  const before = earlier.flatMap((dialogue) =>
    perform(dialogue, { start: start - random.between(5, 12) * day, until: start - 20 * hour, topics, random }),
  )
  const final = perform(last, { start, until: now, topics, random })
  const said = [...before, ...final]
  const isCut = final.length < last.lines.filter((line) => 'text' in line).length
  const isWaiting = isCut || last.ending === 'unanswered'
  const resolution = whenOpen(said.at(-1)!.at + random.between(4, 70) * minute, random)
  const isResolved = last.ending === 'resolved' && !isCut && resolution < now
  return {
    line: part.line,
    rep,
    said,
    isCut,
    unread: isWaiting ? said.length - 1 - said.findLastIndex((each) => each.direction === 'outbound') : 0,
    resolvedAt: isResolved ? resolution : undefined,
  }
}

function originOf(thread: Pick<Thread, 'line' | 'said'>, owner: Colleague, isUntouched: boolean, random: Random) {
  const first = thread.said[0]!
  const isFirstContact = first.direction === 'inbound' && (isUntouched || random.chance(0.7))
  if (isFirstContact) return { source: 'sms', createdAt: first.at - 9, createdBy: ownerOf(thread.line) }
  const createdAt = lastOpen(first.at - random.between(5, 600) * minute, random)
  if (thread.line === 'Service') return { source: 'Walk-in', createdAt, createdBy: owner }
  return { source: random.pick(sources), createdAt, createdBy: owner }
}

/** Some who bought come back on the other line. */
function bringBackForService(customers: Customer[], dialogues: Dialogue[], stage: Stage): void {
  const { now, random } = stage
  const everyday = dialogues.filter((each) => each.theme === 'service' && isEveryday(each))
  const buyers = customers.filter(({ status, threads }) => status === 'Sold' && endOf(threads[0]!) < now - 9 * day)
  for (const [index, buyer] of buyers.slice(0, returningForService).entries()) {
    const since = now - endOf(buyer.threads[0]!)
    const start = now - 1.5 * day - random.next() * (since - 3 * day)
    const part: Part = { line: 'Service', dialogues: [everyday[(index * 5 + 1) % everyday.length]!] }
    const { isCut: _, ...thread } = enact(part, repOf('Service', index), buyer.person, start, stage)
    buyer.threads.push(thread)
  }
}

/** Nobody has spoken with them yet: most came in one list, the others by and by. */
function lead(person: Person, index: number, { now, random }: Stage): Customer {
  const isImported = index < leads.imported
  return {
    person,
    owner: repOf('Sales', index),
    createdAt: now - (isImported ? importedBefore - index * 40 : random.between(2, 38 * 24) * hour + index * minute),
    createdBy: isImported ? boss : ownerOf('Sales'),
    source: isImported ? 'CSV Upload' : random.pick(sources),
    status: 'New Lead',
    threads: [],
  }
}

function repOf(line: Part['line'], index: number): Colleague {
  const reps = colleagues.filter((each) => each.department === line && each.accessRole === 'SALES_REP')
  return reps[index % reps.length]!
}

export function endOf(thread: Thread): number {
  return thread.said.at(-1)!.at
}

function atTrueTime(customer: Customer, fromLocal: (local: number) => number): Customer {
  const threads = customer.threads.map((thread) => ({
    ...thread,
    said: thread.said.map((each) => ({ ...each, at: fromLocal(each.at) })),
    resolvedAt: thread.resolvedAt && fromLocal(thread.resolvedAt),
  }))
  return { ...customer, createdAt: fromLocal(customer.createdAt), threads }
}
