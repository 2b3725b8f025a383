import type { Colleague } from './contact.ts'

/** The words after an `@` right before the caret, where a colleague may be meant. */
export function mentionBefore(text: string, caret: number): { at: number; words: string } | undefined {
  const found = /(^|\s)@([^\s@]*(?: [^\s@]*)?)$/u.exec(text.slice(0, caret))
  if (!found) return undefined
  const words = found[2] ?? ''
  return { at: caret - words.length - 1, words }
}

export function withMention(
  text: string,
  at: number,
  caret: number,
  fullName: string,
): { text: string; caret: number } {
  const written = `@${fullName} `
  return { text: text.slice(0, at) + written + text.slice(caret), caret: at + written.length }
}

/** Whose whole names stand behind an `@`. */
export function mentionedIn(text: string, colleagues: readonly Colleague[]): string[] {
  return colleagues.filter(({ fullName }) => text.includes(`@${fullName}`)).map(({ _id }) => _id)
}

/** The colleagues who can be meant by what is written so far. */
export function mentionable(colleagues: readonly Colleague[], words: string): Colleague[] {
  const wanted = words.toLocaleLowerCase()
  return colleagues.filter(({ fullName }) => fullName.toLocaleLowerCase().includes(wanted)).slice(0, 6)
}
