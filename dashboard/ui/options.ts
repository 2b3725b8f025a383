import type { ReactNode } from 'react'
import { folded } from './highlight-parts.ts'

export type Option<Value extends string = string> = {
  value: Value
  label: string
  /** A second line. */
  hint?: string | undefined
  icon?: ReactNode
  /** Other words by which it is found. */
  keywords?: string | undefined
  isDisabled?: boolean | undefined
}

// Nobody reads further; whoever wants another option writes one more letter.
const most = 100

/** The options in which every searched word occurs, those that begin with the first word before the others. */
export function matchingOptions<Value extends string>(options: Option<Value>[], query: string): Option<Value>[] {
  const words = folded(query).split(/\s+/u).filter(Boolean)
  const first = words[0]
  if (first === undefined) return options.slice(0, most)
  const matching = options.filter(({ label, hint = '', keywords = '' }) => {
    const text = folded(`${label} ${hint} ${keywords}`)
    return words.every((word) => text.includes(word))
  })
  const isFirst = (option: Option<Value>) => Number(folded(option.label).startsWith(first))
  return matching.toSorted((one, other) => isFirst(other) - isFirst(one)).slice(0, most)
}

/** The next option that can be chosen, round the ends. */
export function nextEnabled(options: Option[], from: number, step: 1 | -1): number {
  for (let distance = 1; distance <= options.length; distance += 1) {
    const index = (from + step * distance + options.length * distance) % options.length
    if (!options[index]?.isDisabled) return index
  }
  return from
}
