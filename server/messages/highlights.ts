/** From the character `start` to before `end`, counted as JavaScript counts: `content.slice(start, end)`. */
export interface Place {
  start: number
  end: number
}

const mostPlaces = 100

/** Where the words of the question stand in the text, whole; the last of them as the beginning of a word. */
export function placesOf(content: string, question: string): Place[] {
  const words = question.normalize('NFC').match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  if (words.length === 0) return []
  const patterns = words.map((word, index) => (index === words.length - 1 ? word : `${word}(?![\\p{L}\\p{N}\\p{M}])`))
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}\\p{M}])(?:${patterns.join('|')})`, 'giu')
  return [...content.matchAll(pattern).take(mostPlaces)].map(({ index, 0: found }) => ({
    start: index,
    end: index + found.length,
  }))
}
