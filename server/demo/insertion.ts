import { simulatorConnector } from '../channels/simulator.ts'
import { newIdentitySecret, webchatConnector } from '../channels/webchat.ts'
import { readConfiguration } from '../channels/configuration.ts'
import { recountInbox } from '../conversations/count-folding.ts'
import type { Trx } from '../platform/database.ts'
import { newId } from '../platform/id.ts'
import type { Vault } from '../platform/secrets.ts'
import { lines, ownerOf } from './cast.ts'
import type { Colleague } from './cast.ts'
import { dailyCounts } from './daily-counts.ts'
import type { Customer } from './history.ts'
import { customerRows } from './rows.ts'
import type { Place } from './rows.ts'

/** Rows of one statement: the text stays short enough to be prepared, and is the same for every full batch. */
const batchSize = 100

export async function insertPeople(
  trx: Trx,
  organizationId: string,
  people: Colleague[],
  passwordHash: string,
  at: Date,
): Promise<Map<Colleague, string>> {
  const common = { organizationId, createdAt: at, updatedAt: at }
  const departmentIds = new Map(['Sales', 'Service'].map((name) => [name, newId(at)]))
  await trx
    .insertInto('departments')
    .values([...departmentIds].map(([name, id]) => ({ ...common, id, name })))
    .execute()
  const users = people.map(({ department, ...person }) => ({
    ...common,
    ...person,
    id: newId(at),
    departmentId: department ? departmentIds.get(department)! : null,
    passwordHash,
  }))
  await trx
    .insertInto('logins')
    .values(users.map(({ id, email }) => ({ email, organizationId, userId: id })))
    .execute()
  await trx.insertInto('users').values(users).execute()
  return new Map(people.map((person, index) => [person, users[index]!.id]))
}

/** Simulated numbers, so that whoever tries the demo writes to nobody real. */
export async function insertLines(
  trx: Trx,
  organizationId: string,
  userIds: Place['userIds'],
  vault: Vault,
  at: Date,
): Promise<Map<'Sales' | 'Service', { id: string; identifier: string }>> {
  const { settings, credentials } = readConfiguration(simulatorConnector(trx), {})
  const channels = lines.map(({ name, identifier }) => ({
    organizationId,
    id: newId(at),
    type: 'sms',
    provider: 'simulator',
    name,
    identifier,
    settings,
    credentials: vault.seal(credentials),
    userId: userIds.get(ownerOf(name))!,
    createdAt: at,
    updatedAt: at,
  }))
  await trx.insertInto('channels').values(channels).execute()
  await trx
    .insertInto('channelRoutes')
    .values(
      channels.map(({ id, identifier }) => ({
        channelType: 'sms',
        address: identifier,
        organizationId,
        channelId: id,
      })),
    )
    .execute()
  await trx
    .insertInto('channelPacing')
    .values(channels.map(({ id }) => ({ organizationId, channelId: id, nextAt: at })))
    .execute()
  return new Map(lines.map(({ name }, index) => [name, channels[index]!]))
}

/** The chat of the demonstration page. */
export async function insertWebchat(
  trx: Trx,
  organizationId: string,
  userIds: Place['userIds'],
  vault: Vault,
  at: Date,
): Promise<void> {
  const connector = webchatConnector()
  const [id, identifier] = [newId(at), connector.identify(undefined, '')]
  const { settings, credentials } = readConfiguration(connector, {
    settings: { greeting: 'Welcome! Ask us anything.' },
    credentials: { identitySecret: newIdentitySecret() },
  })
  await trx
    .insertInto('channels')
    .values({
      organizationId,
      id,
      type: 'webchat',
      provider: 'tether',
      name: 'Website',
      identifier,
      settings,
      createdAt: at,
      updatedAt: at,
      credentials: vault.seal(credentials),
      userId: userIds.get(ownerOf('Sales'))!,
    })
    .execute()
  await trx
    .insertInto('channelRoutes')
    .values({ channelType: 'webchat', address: identifier, organizationId, channelId: id })
    .execute()
  await trx.insertInto('channelPacing').values({ organizationId, channelId: id, nextAt: at }).execute()
}

export async function insertHistory(trx: Trx, history: Customer[], place: Place): Promise<void> {
  const { organizationId } = place
  const customers = history.map((customer) => customerRows(customer, place))
  const conversations = customers.flatMap((each) => each.conversations)
  const contacts = customers.map((each) => each.contact)
  const messages = conversations.flatMap((each) => each.messages)
  const deliveries = conversations.flatMap((each) => each.deliveries)

  await inBatches(contacts, (rows) => trx.insertInto('contacts').values(rows).execute())
  await inBatches(
    customers.flatMap((each) => each.assignees),
    (rows) => trx.insertInto('contactAssignees').values(rows).execute(),
  )
  await inBatches(contactCounts(organizationId, contacts), (rows) =>
    trx.insertInto('contactCounts').values(rows).execute(),
  )
  await inBatches(contactTallies(organizationId, contacts), (rows) =>
    trx.insertInto('contactTallies').values(rows).execute(),
  )
  await inBatches(
    conversations.map((each) => each.conversation),
    (rows) => trx.insertInto('conversations').values(rows).execute(),
  )
  await inBatches(
    conversations.map((each) => each.assignee),
    (rows) => trx.insertInto('conversationAssignees').values(rows).execute(),
  )
  await recountInbox(trx, organizationId)
  await inBatches(messages, (rows) => trx.insertInto('messages').values(rows).execute())
  await inBatches(
    conversations.flatMap((each) => each.attempts),
    (rows) => trx.insertInto('attempts').values(rows).execute(),
  )
  await inBatches(deliveries, (rows) => trx.insertInto('deliveries').values(rows).execute())
  await inBatches(
    conversations.flatMap((each) => each.phoneMessages),
    (rows) => trx.insertInto('simulatorMessages').values(rows).execute(),
  )
  await inBatches(
    conversations.flatMap((each) => each.optOuts),
    (rows) => trx.insertInto('optOuts').values(rows).execute(),
  )
  await inBatches(dailyCounts(organizationId, { messages, deliveries }), (rows) =>
    trx.insertInto('dailyMessages').values(rows).execute(),
  )
}

function contactCounts(organizationId: string, contacts: Array<{ id: string }>) {
  const bySlot = Object.groupBy(contacts, ({ id }) => id.slice(-1))
  return Object.entries(bySlot).map(([digit, inSlot]) => ({
    organizationId,
    slot: Number.parseInt(digit, 16),
    contacts: inSlot!.length,
  }))
}

function contactTallies(organizationId: string, contacts: Array<{ id: string; status: string; userId: string }>) {
  const alike = Map.groupBy(contacts, ({ id, status, userId }) => `${id.slice(-1)} ${userId} ${status}`)
  return [...alike.values()].map((each) => ({
    organizationId,
    status: each[0]!.status,
    userId: each[0]!.userId,
    slot: Number.parseInt(each[0]!.id.slice(-1), 16),
    contacts: each.length,
  }))
}

async function inBatches<T>(rows: T[], insert: (batch: T[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < rows.length; start += batchSize) await insert(rows.slice(start, start + batchSize))
}
