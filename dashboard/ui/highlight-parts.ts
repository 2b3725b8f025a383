export type HighlightPart = { text: string; isMatch: boolean; at: number }

/** Splits a text where one of the words occurs, without regard to case or accents. */
export function highlightParts(text: string, words: string): HighlightPart[] {
  const wanted = [...new Set(words.split(/\s+/u).filter(Boolean).map(folded))]
  if (wanted.length === 0) return [{ text, isMatch: false, at: 0 }]
  const plain = folded(text)
  // Where folding changes the length (ligatures, İ), positions in one text are not positions in the other.
  if (plain.length !== text.length) return [{ text, isMatch: false, at: 0 }]
  const longestFirst = wanted.toSorted((a, b) => b.length - a.length)
  const pattern = new RegExp(longestFirst.map(asPattern).join('|'), 'gu')
  const parts: HighlightPart[] = []
  let end = 0
  for (const found of plain.matchAll(pattern)) {
    if (found.index > end) parts.push({ text: text.slice(end, found.index), isMatch: false, at: end })
    end = found.index + found[0].length
    parts.push({ text: text.slice(found.index, end), isMatch: true, at: found.index })
  }
  if (end < text.length) parts.push({ text: text.slice(end), isMatch: false, at: end })
  return parts
}

/** A text as searches compare it: `É` is `e`. */
export function folded(text: string): string {
  return text.toLowerCase().replaceAll(/\p{L}/gu, (letter) => letter.normalize('NFD')[0] ?? letter)
}

function asPattern(word: string): string {
  return word.replaceAll(/[\\^$.*+?()[\]{}|]/gu, String.raw`\$&`)
}
