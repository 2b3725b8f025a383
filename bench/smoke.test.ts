import assert from 'node:assert/strict'
import { before, after, describe, test } from 'node:test'

import { createDatabase } from '../test/database.ts'
import { templateDatabase } from '../test/template.ts'
import { fill } from './data/fill.ts'
import { shapes } from './data/shape.ts'
import { onDatabase, readDataset } from './dataset.ts'
import type { Dataset } from './dataset.ts'
import { measurements } from './measurements/all.ts'

const effort = {
  rounds: 1,
  seconds: 1,
  connections: 2,
  samples: 8,
  queued: 20,
  rows: 40,
  recipients: 20,
  idleSeconds: 0,
  sockets: 20,
}

describe('the bench, on the small data', () => {
  let dataset: Dataset
  let drop: () => Promise<void>

  before(async () => {
    const database = await createDatabase(await templateDatabase())
    drop = database.drop
    await fill(database.url, shapes.small, () => undefined)
    dataset = await readDataset('small', database.url)
  })
  after(() => drop())

  test('the data has as many contacts and messages as its size says, and the indexes are back', async () => {
    const [found] = await ask(
      dataset,
      `select (select count(*)::int from contacts) as contacts, (select count(*)::int from messages) as messages,
         (select count(*)::int from pg_indexes where indexname in ('contacts_search_text', 'messages_conversation_id')) as indexes,
         (select count(*)::int from pg_constraint where conname in ('messages_pkey', 'messages_conversation_id_fkey')) as keys`,
    )
    const { contacts, messages } = shapes.small
    assert.deepEqual(found, { contacts, messages, indexes: 2, keys: 2 })
    assert.equal(dataset.contacts, contacts / 2)
  })

  test('what the data keeps of messages and contacts is what there is', async () => {
    const wrong = await ask(
      dataset,
      `select 'conversation' as kept from conversations v
       left join (
         select conversation_id, count(*)::int as messages, max(id) as latest from messages group by conversation_id
       ) m on m.conversation_id = v.id
       where v.message_count <> coalesce(m.messages, 0) or v.latest_message_id is distinct from m.latest
       union all
       select 'total' from (select organization_id, sum(contacts) as kept from contact_counts group by 1) k
       join (select organization_id, count(*) as counted from contacts group by 1) c using (organization_id)
       where kept <> counted
       limit 10`,
    )
    assert.deepEqual(wrong, [])
  })

  for (const measurement of measurements) {
    test(`${measurement.name} measures, and each figure has something to show`, async () => {
      const figures = await measurement.measure({ dataset, reference: dataset, effort })
      assert.ok(figures.length > 0)
      for (const figure of figures) assert.match(figure.ours, /^[\d.,]+/, figure.what)
    })
  }
})

async function ask(data: Dataset, text: string): Promise<unknown[]> {
  return onDatabase(data.url, async (client) => (await client.query(text)).rows)
}
