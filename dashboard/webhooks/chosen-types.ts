/** All types that begin alike, such as those of `message.*`. */
export interface TypeGroup {
  noun: string
  types: { type: string; description: string }[]
}

// What nearly everybody looks for.
const first = ['message', 'conversation', 'contact']

export function groupsOf(types: { type: string; description: string }[]): TypeGroup[] {
  const groups = Map.groupBy(types, ({ type }) => type.slice(0, type.indexOf('.')))
  const rank = (noun: string) => (first.includes(noun) ? first.indexOf(noun) : first.length)
  return [...groups]
    .map(([noun, ofNoun]) => ({ noun, types: ofNoun }))
    .toSorted((one, other) => rank(one.noun) - rank(other.noun))
}

export function isChosen(chosen: readonly string[], type: string): boolean {
  return chosen.some((each) => each === '*' || each === type || each === wholeOf(type))
}

export function countChosen(chosen: readonly string[], { types }: TypeGroup): number {
  return types.filter(({ type }) => isChosen(chosen, type)).length
}

/** All of a noun is said as one word: so later versions' kinds of it are heard of too. */
export function withGroup(chosen: readonly string[], { noun, types }: TypeGroup, isWanted: boolean): string[] {
  const whole = `${noun}.*`
  const own = new Set([whole, ...types.map(({ type }) => type)])
  const others = chosen.filter((each) => !own.has(each))
  return isWanted ? [...others, whole] : others
}

export function withType(chosen: readonly string[], group: TypeGroup, type: string, isWanted: boolean): string[] {
  const others = withGroup(chosen, group, false)
  const kept = group.types
    .map((each) => each.type)
    .filter((each) => (each === type ? isWanted : isChosen(chosen, each)))
  return kept.length === group.types.length ? withGroup(others, group, true) : [...others, ...kept]
}

function wholeOf(type: string): string {
  return `${type.slice(0, type.indexOf('.'))}.*`
}
