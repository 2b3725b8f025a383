import { onDatabase } from '../dataset.ts'
import type { Dataset } from '../dataset.ts'
import { answerOf, post } from '../load/requests.ts'
import { startOurs } from '../servers/servers.ts'
import type { Figure, Measurement } from './measurement.ts'
import { queue, withdrawQueued } from './queued.ts'

export const bulk: Measurement = {
  name: 'bulk',
  title: 'One call that sends to many',
  against:
    'one bare INSERT of as many messages and rows of the outbox, with nothing looked up and nothing said of each',
  async measure({ dataset, effort: { recipients } }) {
    const ours = await startOurs(dataset)
    try {
      const contactIds = await recipientsOf(dataset, recipients)
      const content = 'Our office is closed on Monday.'
      const call = post('/api/messages/quick-bulk-send', { contactIds, content })
      const answer = await timed(() => answerOf(ours, call) as Promise<{ queued: number }>)
      const bare = await timed(() => queue(dataset, recipients))
      const figure: Figure = {
        what: `${answer.result.queued.toLocaleString('en')} of ${recipients.toLocaleString('en')} accepted, until the answer; the jobs then write what is past the first 500`,
        ours: seconds(answer.taken),
        baseline: seconds(bare.taken),
        ratio: answer.taken / bare.taken,
      }
      return [figure, { what: 'memory afterwards', ours: `${Math.round(ours.memory())} MB`, baseline: '' }]
    } finally {
      await ours.stop()
      await withdrawQueued(dataset)
    }
  },
}

async function recipientsOf({ url, organizationId }: Dataset, count: number): Promise<string[]> {
  return onDatabase(url, async (client) => {
    const found = await client.query(
      'select id from contacts where organization_id = $1 and latest_message_id is not null order by md5(id) limit $2',
      [organizationId, count],
    )
    return found.rows.map(({ id }) => id as string)
  })
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; taken: number }> {
  const start = performance.now()
  const result = await work()
  return { result, taken: (performance.now() - start) / 1000 }
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`
}
