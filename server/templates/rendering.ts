/** What a saved reply may name, in the order in which people are shown them. */
export const variableNames = [
  'firstName',
  'lastName',
  'fullName',
  'phoneNumber',
  'email',
  'organizationName',
  'agentName',
  'agentEmail',
  'agentPhoneNumber',
] as const

type VariableName = (typeof variableNames)[number]
export type Values = Record<VariableName, string | null>

export interface Rendered {
  text: string
  /** What has neither a value nor a fallback; in the text it stands as it was written. */
  missing: VariableName[]
}

// {{firstName}}, or with what stands there where it is not known: {{firstName|there}}.
// Whatever is tried fails at the next brace, so that it takes no longer than the text is long.
const placeholder = /\{\{([^{}|]*)(?:\|([^{}]*))?\}\}/g

/** What is wrong with the template whomever it is for, in a sentence; undefined where nothing is. */
export function problemOf(template: string): string | undefined {
  const unknown = namesIn(template).filter((name) => !isVariable(name))
  if (unknown.length > 0) {
    return `it names ${unknown.map((name) => `{{${name}}}`).join(', ')}; known are ${variableNames.join(', ')}.`
  }
  const rest = template.replace(placeholder, '')
  if (/\{\{|\}\}/.test(rest)) return 'it has {{ or }} that belong to no variable.'
  return undefined
}

/** Fills in the values; what stands in a value is never read as a variable itself. */
export function render(template: string, values: Values): Rendered {
  const missing = new Set<VariableName>()
  const text = template.replace(placeholder, (written: string, inside: string, fallback: string | undefined) => {
    const name = inside.trim()
    if (!isVariable(name)) return written
    const value = values[name]?.trim() || fallback?.trim()
    if (value === undefined) missing.add(name)
    return value ?? written
  })
  return { text, missing: [...missing] }
}

function namesIn(template: string): string[] {
  return [...new Set(Array.from(template.matchAll(placeholder), ([, name]) => name!.trim()))]
}

function isVariable(name: string): name is VariableName {
  return (variableNames as readonly string[]).includes(name)
}
