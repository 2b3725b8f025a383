import pg from 'pg'

import { adminEmail, twilioNumber } from './data/shape.ts'
import type { Size } from './data/shape.ts'

/** Data of one size, and what a measurement asks for in it: all of the big organization, in an order without meaning. */
export interface Dataset {
  size: Size
  url: string
  organizationId: string
  adminId: string
  twilioChannelId: string
  /** Of contacts who want messages. */
  conversationIds: string[]
  /** Of conversations with 50 messages and more. */
  longConversationIds: string[]
  /** Contacts with an open conversation on the Twilio number. */
  senders: Array<{ contactId: string; phoneNumber: string }>
  /** To cut search fragments from. */
  people: Array<{ firstName: string; lastName: string; phoneNumber: string; email: string }>
  contacts: number
}

const most = 4000

export async function readDataset(size: Size, url: string): Promise<Dataset> {
  return onDatabase(url, async (client) => {
    const login = await client.query(`select organization_id, user_id from logins where email = $1`, [adminEmail(1)])
    const { organization_id: organizationId, user_id: adminId } = login.rows[0]
    const channel = await client.query(`select id from channels where organization_id = $1 and identifier = $2`, [
      organizationId,
      twilioNumber(1),
    ])
    const rows = async (columns: string, from: string) => {
      const text = `select ${columns} from ${from} order by md5(t.id) limit ${most}`
      return (await client.query(text, text.includes('$2') ? [organizationId, channel.rows[0].id] : [organizationId]))
        .rows
    }
    const ids = async (from: string) => (await rows('t.id', from)).map((row) => row.id as string)
    const counted = await client.query('select count(*)::int as contacts from contacts where organization_id = $1', [
      organizationId,
    ])
    return {
      size,
      url,
      organizationId,
      adminId,
      twilioChannelId: channel.rows[0].id,
      conversationIds: await ids(`conversations t where t.organization_id = $1 and not exists (
        select from opt_outs o where o.organization_id = $1 and o.address = t.channel_identifier)`),
      longConversationIds: await ids('conversations t where t.organization_id = $1 and t.message_count >= 50'),
      senders: await rows(
        't.contact_id as "contactId", t.channel_identifier as "phoneNumber"',
        'conversations t where t.organization_id = $1 and t.channel_id = $2 and t.resolved_at is null',
      ),
      people: await rows(
        't.first_name as "firstName", t.last_name as "lastName", t.phone_number as "phoneNumber", t.email',
        'contacts t where t.organization_id = $1 and t.last_name is not null and t.email is not null',
      ),
      contacts: counted.rows[0].contacts,
    }
  })
}

export async function onDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
