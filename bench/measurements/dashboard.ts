import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'

import { builtDashboard } from '../../dashboard/build.ts'
import { chunksIn, inboxParts, scriptsOf, threadParts, weigh } from '../../dashboard/weight.ts'
import { findChromium } from '../../test/chromium.ts'
import { builtWidget } from '../../widget/build.ts'
import { startBareList } from '../browser/bare-list.ts'
import type { BareList } from '../browser/bare-list.ts'
import { Desk } from '../browser/desk.ts'
import type { Site } from '../browser/desk.ts'
import { deepen } from '../browser/history.ts'
import { withTraffic } from '../browser/traffic.ts'
import { adminEmail, password } from '../data/shape.ts'
import { answerOf, get } from '../load/requests.ts'
import { median, quantile } from '../load/statistics.ts'
import { startOurs } from '../servers/servers.ts'
import type { Ours } from '../servers/servers.ts'
import { milliseconds } from './measurement.ts'
import type { Bench, Figure, Measurement } from './measurement.ts'

const rowsPath = '/api/conversations?size=50'
const eventsASecond = 200
const arguments_ = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update']

/** One that stands in the list, and the last thing that was said in it. */
interface Thread {
  id: string
  newest: string
}

export const dashboard: Measurement = {
  name: 'dashboard',
  title: 'The dashboard in a browser',
  against: 'a bare React list of the same rows and messages from the same server, which does nothing else',
  async measure(bench) {
    // Before the server, whose start is waited for no longer than a start takes.
    await builtWidget()
    const dist = await builtDashboard()
    const ours = await startOurs(bench.dataset)
    const bare = await startBareList(ours, rowsPath)
    try {
      const sizes = weights(dist, bare)
      const executablePath = findChromium()
      if (executablePath) return [...sizes, ...(await inBrowser(executablePath, ours, bare, bench))]
      console.log('  There is no Chromium: nothing but the sizes is measured. Install one, or set CHROMIUM_PATH.')
      return sizes
    } finally {
      await Promise.all([ours.stop(), bare.stop()])
    }
  },
}

function weights(dist: string, bare: BareList): Figure[] {
  const chunks = chunksIn(dist)
  const inbox = scriptsOf(chunks, inboxParts)
  const [first, further] = [weigh(dist, inbox), weigh(dist, scriptsOf(chunks, threadParts).difference(inbox))]
  return [
    {
      what: 'scripts before the inbox can be used, gzipped',
      ours: kilobytes(first),
      baseline: kilobytes(bare.weight),
      ratio: first / bare.weight,
      target: '≤ 200 kB',
      isMet: first <= 200_000,
    },
    { what: 'more for a thread and its contact, fetched meanwhile', ours: kilobytes(further), baseline: '' },
  ]
}

async function inBrowser(executablePath: string, ours: Ours, bare: BareList, bench: Bench): Promise<Figure[]> {
  const threads = await threadsOf(ours, bench)
  const browser = await chromium.launch({ executablePath, args: arguments_ })
  const sites = {
    ours: { url: `${ours.url}/inbox?view=all`, signIn: signInAt(ours.url) },
    bare: { url: `${bare.url}/`, signIn: () => Promise.resolve() },
  }
  try {
    return [
      ...(await goingIn(browser, sites, bench.effort.rounds)),
      ...(await opening(browser, sites, threads)),
      ...(await writing(browser, sites, threads, bench)),
    ]
  } finally {
    await browser.close()
  }
}

type Sites = Record<'ours' | 'bare', Site>

function signInAt(url: string): Site['signIn'] {
  return async (context) => {
    const data = { email: adminEmail(1), password }
    const answer = await context.request.post(`${url}/api/session`, { data })
    if (!answer.ok()) throw new Error(`Signing in answered ${answer.status()}.`)
  }
}

/** Every second one of those at the top: the next one is read before it is asked for. */
async function threadsOf(ours: Ours, { dataset, effort }: Bench): Promise<Thread[]> {
  const { conversations } = (await answerOf(ours, get(rowsPath))) as { conversations: Array<{ _id: string }> }
  const count = Math.min(5, 1 + effort.rounds)
  const ids = conversations.filter((_, index) => index % 2 === 0).map(({ _id }) => _id)
  await deepen(dataset, ids.slice(0, count))
  const newest = async (id: string) => {
    const found = await answerOf(ours, get(`/api/conversation/${id}/messages?size=1`))
    return (found as { messages: Array<{ _id: string }> }).messages[0]!._id
  }
  return Promise.all(ids.slice(0, count).map(async (id) => ({ id, newest: await newest(id) })))
}

async function goingIn(browser: Browser, sites: Sites, rounds: number): Promise<Figure[]> {
  const taken = {
    ours: { cold: [] as number[], warm: [] as number[] },
    bare: { cold: [] as number[], warm: [] as number[] },
  }
  for (let round = 0; round < rounds; round++) {
    for (const name of ['ours', 'bare'] as const) {
      const desk = await Desk.open(browser, sites[name])
      taken[name].cold.push(await desk.goIn())
      taken[name].warm.push(await desk.goIn())
      await desk.close()
    }
  }
  return (['cold', 'warm'] as const).map((state) => {
    const [own, baseline] = [median(taken.ours[state]), median(taken.bare[state])]
    const what = `from the address to the rows of the inbox, ${state === 'cold' ? 'nothing cached' : 'once more'}`
    return { what, ours: milliseconds(own), baseline: milliseconds(baseline), ratio: own / baseline }
  })
}

const turns = 4

async function opening(browser: Browser, sites: Sites, threads: readonly Thread[]): Promise<Figure[]> {
  const own = await openings(browser, sites.ours, threads)
  const baseline = await openings(browser, sites.bare, threads)
  return [
    atMostMilliseconds(
      'opening a thread with 500 messages behind it, p50',
      median(own.first),
      median(baseline.first),
      300,
    ),
    atMostMilliseconds('opening it again, p50', median(own.again), median(baseline.again), 50),
    atMostMilliseconds('opening it again, p95', quantile(own.again, 0.95), quantile(baseline.again, 0.95), 100),
  ]
}

/** The first of them once before, so that what is fetched for any thread is there. */
async function openings(browser: Browser, site: Site, [before, ...threads]: readonly Thread[]) {
  const desk = await Desk.open(browser, site)
  await desk.goIn()
  const open = ({ id, newest }: Thread) => desk.press(id, newest)
  // What goes on after a thread has opened is no part of opening the next one.
  const rest = () => desk.page.waitForTimeout(800)
  await rest()
  await open(before!)
  const [first, again]: [number[], number[]] = [[], []]
  for (const thread of threads) {
    await rest()
    first.push(await open(thread))
  }
  for (const thread of Array.from({ length: turns }, () => [before!, ...threads]).flat()) {
    await rest()
    again.push(await open(thread))
  }
  await desk.close()
  return { first, again }
}

async function writing(browser: Browser, sites: Sites, [thread]: readonly Thread[], bench: Bench): Promise<Figure[]> {
  const { dataset, effort } = bench
  const text = 'Thank you for asking. '.repeat(2 * effort.seconds)
  const bare = await written(browser, sites.bare, thread!, text)
  const desk = await Desk.open(browser, sites.ours)
  await desk.goIn()
  await desk.press(thread!.id, thread!.newest)
  const ids = [...(await desk.places()).keys()]
  let taken = { strokes: [] as number[], longest: 0 }
  let moved = 0
  await desk.pointAtList()
  await desk.page.waitForTimeout(1000)
  const before = await desk.places()
  const events = await withTraffic(dataset, ids, eventsASecond, async () => {
    await desk.page.waitForTimeout(1000)
    taken = await desk.write(text, 60)
    const after = await desk.places()
    moved = [...before].filter(([id, place]) => after.get(id) !== place).length
  })
  await desk.close()
  const at = `with ${eventsASecond} events a second`
  return [
    atMostMilliseconds(`from a key to its paint ${at}, p50`, median(taken.strokes), median(bare.strokes), 50),
    atMostMilliseconds(
      `from a key to its paint ${at}, p95`,
      quantile(taken.strokes, 0.95),
      quantile(bare.strokes, 0.95),
      100,
    ),
    atMostMilliseconds(`longest time without a paint ${at}`, taken.longest, bare.longest, 200),
    {
      what: `rows of ${ids.length} that moved under the pointer, of ${events} events`,
      ours: String(moved),
      baseline: '',
      target: '0',
      isMet: moved === 0,
    },
  ]
}

async function written(browser: Browser, site: Site, { id, newest }: Thread, text: string) {
  const desk = await Desk.open(browser, site)
  await desk.goIn()
  await desk.press(id, newest)
  const taken = await desk.write(text, 60)
  await desk.close()
  return taken
}

function atMostMilliseconds(what: string, own: number, baseline: number, most: number): Figure {
  return {
    what,
    ours: milliseconds(own),
    baseline: milliseconds(baseline),
    ratio: own / baseline,
    target: `≤ ${most} ms`,
    isMet: own <= most,
  }
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`
}
