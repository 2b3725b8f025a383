import { foldCounts } from '../../server/conversations/count-folding.ts'
import { openDatabase } from '../../server/platform/database.ts'
import { busiestRepEmail } from '../data/shape.ts'
import type { Dataset } from '../dataset.ts'
import { latencies } from '../load/latency.ts'
import { get } from '../load/requests.ts'
import type { Call, Target } from '../load/requests.ts'
import { quantile } from '../load/statistics.ts'
import { logIn, startOurs } from '../servers/servers.ts'
import { atMost, milliseconds } from './measurement.ts'
import type { Bench, Figure, Measurement } from './measurement.ts'

type Who = 'admin' | 'rep'

const asked: Array<{ what: string; who: Who; call: Call }> = [
  { what: 'the 50 newest', who: 'admin', call: get('/api/conversations') },
  { what: 'who waits longest', who: 'admin', call: get('/api/conversations?sort=waiting') },
  { what: 'unassigned', who: 'admin', call: get('/api/conversations?assignee=none') },
  { what: 'resolved', who: 'admin', call: get('/api/conversations?state=resolved') },
  { what: 'unread', who: 'admin', call: get('/api/conversations?unread=true') },
  { what: 'the counts of all views', who: 'admin', call: get('/api/conversations/counts') },
  { what: 'the 50 newest, a sales rep’s', who: 'rep', call: get('/api/conversations') },
  { what: 'unread, a sales rep’s', who: 'rep', call: get('/api/conversations?unread=true') },
  { what: 'the counts of all views, a sales rep’s', who: 'rep', call: get('/api/conversations/counts') },
]

export const inbox: Measurement = {
  name: 'inbox',
  title: 'The inbox with fifty times as much data',
  against: 'our server on the small data',
  async measure(bench) {
    for (const dataset of [bench.dataset, bench.reference]) await addUpCounts(dataset)
    const large = await startOurs(bench.dataset)
    const small = await startOurs(bench.reference)
    try {
      const [onLarge, onSmall] = [await people(large), await people(small)]
      const figures: Figure[] = []
      for (const { what, who, call } of asked) {
        figures.push(...(await measureCall(bench, what, call, onLarge[who], onSmall[who])))
      }
      return figures
    } finally {
      await Promise.all([large.stop(), small.stop()])
    }
  },
}

/** As a worker would have long since; the servers here have none, so that nothing else goes on. */
async function addUpCounts({ url, organizationId }: Dataset): Promise<void> {
  const db = openDatabase({ url, connections: 1 })
  try {
    for (;;) {
      const left = await db
        .selectFrom('conversationTallyChanges')
        .select('id')
        .where('organizationId', '=', organizationId)
        .limit(1)
        .executeTakeFirst()
      if (!left) return
      await foldCounts(db, organizationId)
    }
  } finally {
    await db.destroy()
  }
}

async function people({ url, token }: { url: string; token: string }): Promise<Record<Who, Target>> {
  return { admin: { url, token }, rep: { url, token: await logIn(url, busiestRepEmail(1)) } }
}

async function measureCall({ effort }: Bench, what: string, call: Call, large: Target, small: Target) {
  const sides = [large, small].map((target) => ({ target, next: () => call }))
  const taken = await latencies(sides, Math.ceil(effort.samples / 4))
  return [0.5, 0.95].map((share) => {
    const [ours, baseline] = taken.map((each) => quantile(each, share)) as [number, number]
    return {
      what: `${what}, p${share * 100}`,
      ours: milliseconds(ours),
      baseline: milliseconds(baseline),
      ...atMost(ours / baseline, 1.5),
    }
  })
}
