/** Records events, one transaction after another, some of them long, until it is killed. */
import { setTimeout } from 'node:timers/promises'

import { openDatabase, transact } from '../server/platform/database.ts'
import { record } from '../server/platform/events/record.ts'
import { newId } from '../server/platform/id.ts'

const [url = '', organizationId = ''] = process.argv.slice(2)
const db = openDatabase({ url, connections: 4 })
const author = { organizationId, type: 'system', id: null }

await Promise.all(
  Array.from({ length: 4 }, async () => {
    for (;;) {
      await transact(db, async (trx) => {
        await record(trx, author, 'thing.happened', { id: newId() })
        await setTimeout(Math.random() * 20)
        await record(trx, author, 'thing.happened', { id: newId() })
      })
    }
  }),
)
