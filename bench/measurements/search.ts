import type { Dataset } from '../dataset.ts'
import { latencies } from '../load/latency.ts'
import { get, random } from '../load/requests.ts'
import { quantile } from '../load/statistics.ts'
import { startOurs } from '../servers/servers.ts'
import { conversation } from './calls.ts'
import { atMost, milliseconds } from './measurement.ts'
import type { Bench, Figure, Measurement } from './measurement.ts'

type Person = Dataset['people'][number]

const searches: Array<{ what: string; textOf: (person: Person) => string }> = [
  {
    what: 'last name and first letters of the first',
    textOf: (person) => `${person.lastName} ${person.firstName.slice(0, 3)}`,
  },
  { what: 'first and last name', textOf: (person) => `${person.firstName} ${person.lastName}` },
  { what: 'a last name', textOf: (person) => person.lastName },
  { what: 'four letters of a last name', textOf: (person) => person.lastName.slice(0, 4) },
  { what: 'three letters of a first name', textOf: (person) => person.firstName.slice(0, 3) },
  { what: 'an email up to the @', textOf: (person) => person.email.split('@')[0]! },
  { what: 'a phone number, (212) 555-0123', textOf: ({ phoneNumber }) => spelled(phoneNumber) },
  { what: 'the last four digits', textOf: ({ phoneNumber }) => phoneNumber.slice(-4) },
]

export const search: Measurement = {
  name: 'search',
  title: 'Search by fragments',
  against: 'one conversation read on the same server, in turn with it',
  measure,
}

async function measure(bench: Bench): Promise<Figure[]> {
  const ours = await startOurs(bench.dataset)
  try {
    const figures: Figure[] = []
    const all: number[][] = [[], []]
    for (const each of searches) {
      const taken = await latencies(
        [
          { target: ours, next: () => get(searchPath(each.textOf(random(bench.dataset.people)))) },
          { target: ours, next: () => conversation.next(bench.dataset) },
        ],
        Math.ceil(bench.effort.samples / 4),
      )
      taken.forEach((values, index) => all[index]!.push(...values))
      figures.push(...figuresOf(each.what, taken))
    }
    return [...figures, ...figuresOf('all of these', all)]
  } finally {
    await ours.stop()
  }
}

function figuresOf(what: string, [searched, read]: number[][]): Figure[] {
  return [0.5, 0.95].map((share) => {
    const [ours, baseline] = [quantile(searched!, share), quantile(read!, share)]
    return {
      what: `${what}, p${share * 100}`,
      ours: milliseconds(ours),
      baseline: milliseconds(baseline),
      ...atMost(ours / baseline, 20),
    }
  })
}

function searchPath(text: string): string {
  return `/api/contacts?page=1&size=10&search=${encodeURIComponent(text)}`
}

function spelled(phoneNumber: string): string {
  return phoneNumber.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3')
}
