import { sql } from 'kysely'

import { heirOf } from '../identity/membership.ts'
import type { Trx } from '../platform/database.ts'
import type { Event } from '../platform/events/log.ts'
import { record } from '../platform/events/record.ts'
import type { Subscriber } from '../platform/events/subscribers.ts'
import { enqueue } from '../platform/jobs.ts'
import { withoutSamples } from './steps/import.ts'
import type { Import } from './steps/import.ts'

/** The heir can follow, stop and undo what somebody imported, and owns what is still to be imported for who left. */
export const handOverImports: Subscriber = {
  name: 'imports.handOver',
  types: ['user.deleted'],
  async hear(trx: Trx, { organizationId, actorType, actorId, subjectId: userId }: Event) {
    const author = { organizationId, type: actorType, id: actorId }
    const heirId = await heirOf(trx, organizationId, userId)
    const given = await sql<Import>`
      update imports set user_id = case when user_id = ${userId} then ${heirId} else user_id end,
        owner_id = case when owner_id = ${userId} then ${heirId} else owner_id end
      where organization_id = ${organizationId} and (user_id = ${userId} or owner_id = ${userId})
      returning *
    `.execute(trx)
    await record(trx, author, 'import.handedOver', given.rows.map(withoutSamples))
    // A piece may have made contacts for who left after the others were given away.
    if (given.rows.length > 0) await enqueue(trx, 'hand_over_contacts', { author, userId })
  },
}
