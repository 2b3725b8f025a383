/**
 * `npm run bench [-- --size both|small] [--only name [--keep]] [--rounds n] [--seconds n] [--profile folder]` measures,
 * prints, and writes bench/RESULTS.md when all was measured; `--keep` writes what one group measured into it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'

import { hasData, makeData, openPlace } from './data/place.ts'
import type { Place } from './data/place.ts'
import type { Size } from './data/shape.ts'
import { readDataset } from './dataset.ts'
import type { Dataset } from './dataset.ts'
import { measurements } from './measurements/all.ts'
import type { Bench } from './measurements/measurement.ts'
import { toLine, toMarkdown, withSection } from './results.ts'
import type { Group } from './results.ts'
import { profileInto } from './servers/servers.ts'

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: 'both' },
    only: { type: 'string' },
    keep: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '6' },
    seconds: { type: 'string', default: '4' },
    profile: { type: 'string' },
  },
})

const places: Place[] = []
try {
  await run()
} finally {
  await Promise.all(places.map((place) => place.stop()))
}

async function run(): Promise<void> {
  profileInto(values.profile)
  const reference = await open('small')
  const dataset = values.size === 'small' ? reference : await open('large')
  const effort = {
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    connections: 16,
    samples: 600,
    queued: 4000,
    rows: 200_000,
    recipients: 10_000,
    idleSeconds: 10,
    sockets: 10_000,
  }
  const groups = await measureAll({ dataset, reference, effort })
  if (values.only && !values.keep) return
  const file = path.join(import.meta.dirname, 'RESULTS.md')
  const page = values.only
    ? withSection(readFileSync(file, 'utf8'), groups[0]!)
    : toMarkdown(groups, dataset, reference)
  writeFileSync(file, page)
  console.log(`\nWritten to ${path.relative(process.cwd(), file)}.`)
}

async function open(size: Size): Promise<Dataset> {
  const place = await openPlace(size)
  places.push(place)
  if (!(await hasData(place))) {
    if (size === 'large')
      throw new Error('There is no large data for these migrations: run `npm run bench:data` first.')
    await makeData(place, size, (line) => console.log(line))
  }
  return readDataset(size, place.url)
}

async function measureAll(bench: Bench): Promise<Group[]> {
  const wanted = measurements.filter((each) => !values.only || each.name === values.only)
  if (wanted.length === 0) throw new Error(`--only is one of ${measurements.map((each) => each.name).join(', ')}.`)
  const groups: Group[] = []
  for (const measurement of wanted) {
    console.log(`\n${measurement.title}, against ${measurement.against}`)
    const figures = await measurement.measure(bench)
    figures.forEach((figure) => console.log(toLine(figure)))
    groups.push({ measurement, figures })
  }
  return groups
}
