import { sql } from 'kysely'

import { hashOptOuts } from '../../../contacts/erased-opt-outs.ts'
import type { Trx } from '../../../platform/database.ts'
import { withoutOthers } from '../../traces.ts'
import type { Work } from '../step.ts'
import type { Told } from './whose.ts'

/** Where the person was written to before: of conversations that are gone the log alone knows it. */
export async function forgetAddresses(trx: Trx, work: Work, theirs: Told[]): Promise<void> {
  const { organizationId, traces } = work
  const named = theirs.flatMap(({ type, data }) => [
    ...(type.startsWith('conversation.') ? [data['channelIdentifier']] : []),
    ...(type.startsWith('contact.opted') ? [data['address']] : []),
  ])
  const addresses = named.filter((address) => typeof address === 'string' && address !== '') as string[]
  const news = [...new Set(addresses)].filter((address) => !traces.addresses.includes(address))
  if (news.length === 0) return
  const own = await withoutOthers(trx, organizationId, traces.contactIds[0]!, news)
  const taken = await sql<{ address: string }>`
    select channel_identifier as address from conversations
    where organization_id = ${organizationId} and channel_identifier = any(${own}) and contact_id is not null
  `.execute(trx)
  const left = own.filter((address) => !taken.rows.some((row) => row.address === address))
  await hashOptOuts(trx, organizationId, left)
  await sql`
    delete from simulator_messages where organization_id = ${organizationId} and recipient = any(${left})
  `.execute(trx)
}
