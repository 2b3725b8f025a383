/** What the pages promise of a text by showing one: the narrowest kind that it is of. */
const kindsOfText: Array<[string, RegExp]> = [
  ['id', /^[0-9a-f]{24}$/],
  ['time in ISO 8601, UTC', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/],
  ['phone number in E.164', /^\+[1-9]\d{6,14}$/],
  ['email', /^[^\s@]+@[^\s@]+\.[a-z]+$/],
  ['JWT', /^eyJ[\w-]+\.(\.\.|eyJ[\w-]+\.[\w-]{43})$/],
]

/** Where the answer is not of the documented kind, field by field; fields of ours beside the documented ones are allowed. */
export function differencesFrom(documented: unknown, answer: unknown, path = 'answer'): string[] {
  if (kindOf(answer) !== kindOf(documented)) {
    return [`${path} is documented as ${kindOf(documented)}, and is ${kindOf(answer)}: ${JSON.stringify(answer)}`]
  }
  if (Array.isArray(documented)) return differencesOfItems(documented, answer as unknown[], path)
  if (typeof documented === 'object') return differencesOfFields(documented as object, answer as object, path)
  const isOneOfOurSentences = path.endsWith('.message')
  return isOneOfOurSentences && answer !== documented
    ? [`${path} is documented as "${documented}", and is "${answer}"`]
    : []
}

function differencesOfItems(documented: unknown[], answer: unknown[], path: string): string[] {
  if (documented.length === 0) return []
  if (answer.length === 0) return [`${path} is empty, and so proves nothing`]
  return answer.flatMap((item, index) => differencesFrom(documented[index] ?? documented[0], item, `${path}[${index}]`))
}

function differencesOfFields(documented: object, answer: object, path: string): string[] {
  return Object.entries(documented).flatMap(([name, value]) =>
    name in answer
      ? differencesFrom(value, answer[name as keyof object], `${path}.${name}`)
      : [`${path}.${name} is documented, and missing`],
  )
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value !== 'string') return typeof value
  return kindsOfText.find(([, pattern]) => pattern.test(value))?.[0] ?? 'text'
}
