// As the server writes a variable that has no value for the contact.
const placeholder = /\{\{\s*([^{}|]*?)\s*(?:\|[^{}]*)?\}\}/u

export interface OpenVariable {
  name: string
  start: number
  end: number
}

/** The first variable that nobody has filled in: nobody wants to be greeted by one. */
export function openVariableIn(text: string): OpenVariable | undefined {
  const found = placeholder.exec(text)
  if (!found) return undefined
  return { name: found[1] ?? '', start: found.index, end: found.index + found[0].length }
}
