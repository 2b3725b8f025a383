import os from 'node:os'

import type { Dataset } from './dataset.ts'
import type { Figure, Measurement } from './measurements/measurement.ts'

export interface Group {
  measurement: Pick<Measurement, 'title' | 'against'>
  figures: Figure[]
}

/** The results as a page: a table for each group. */
export function toMarkdown(groups: Group[], dataset: Dataset, reference: Dataset): string {
  const cores = `${os.availableParallelism()} cores`
  const memory = `${Math.round(os.totalmem() / 1024 ** 3)} GB`
  return [
    '# Measurements',
    '',
    'Written by `npm run bench`, on the data of `npm run bench:data`. Each figure stands beside a baseline that was taken in',
    'the same run, in turn with it. Judge the ratios: the absolute figures are those of this machine.',
    '',
    `Machine: ${cores}, ${memory}, ${process.platform} ${process.arch}, Node ${process.versions.node}. Server, PostgreSQL and the`,
    'load share its cores. PostgreSQL is the embedded one as it runs in production, `fsync` on.',
    '',
    `Data: ${sizeOf(dataset)}; the small data: ${sizeOf(reference)}.`,
    '',
    ...groups.flatMap(toSection),
  ].join('\n')
}

/** The page with this group's table in the place of the one before, or at its end. */
export function withSection(page: string, group: Group): string {
  const section = toSection(group).join('\n')
  const start = page.indexOf(`## ${group.measurement.title}\n`)
  if (start === -1) return `${page.trimEnd()}\n\n${section}`
  const next = page.indexOf('\n## ', start)
  return next === -1 ? page.slice(0, start) + section : `${page.slice(0, start)}${section}${page.slice(next)}`
}

function sizeOf({ size, contacts }: Dataset): string {
  return `${size}, its big organization with ${contacts.toLocaleString('en')} contacts`
}

function toSection({ measurement, figures }: Group): string[] {
  return [
    `## ${measurement.title}`,
    '',
    `Baseline: ${measurement.against}.`,
    '',
    '| Figure | Ours | Baseline | Ratio | Target | Met |',
    '|---|--:|--:|--:|--:|---|',
    ...figures.map(toRow),
    '',
  ]
}

function toRow({ what, ours, baseline, ratio, target, isMet }: Figure): string {
  const met = isMet === undefined ? '' : isMet ? 'yes' : 'no'
  return `| ${[what, ours, baseline, ratio?.toFixed(2) ?? '', target ?? '', met].join(' | ')} |`
}

/** The same row for the terminal. */
export function toLine({ what, ours, baseline, ratio, target, isMet }: Figure): string {
  const judged = isMet === undefined ? '' : `${target}: ${isMet ? 'met' : 'NOT MET'}`
  return `  ${what}\n    ours ${ours}, baseline ${baseline || '–'}, ratio ${ratio?.toFixed(2) ?? '–'}  ${judged}`
}
