import { partsOf } from '../conversations/questions.ts'

/** From the character `start` to before `end`, counted as JavaScript counts: `content.slice(start, end)`. */
export interface Place {
  start: number
  end: number
}

const mostPlaces = 100
const letter = String.raw`[\p{L}\p{N}\p{M}]`
const word = new RegExp(String.raw`${letter}+|\p{Extended_Pictographic}`, 'gu')

/** Where the words of the question stand in the text, whole, and its phrases; the last word as the beginning of one. */
export function placesOf(content: string, question: string): Place[] {
  const parts = partsOf(question)
  const patterns = parts.flatMap(({ words, isPhrase }, index) => {
    const found = words.match(word) ?? []
    const isTyping = !isPhrase && index === parts.length - 1
    if (isPhrase) return found.length > 0 ? [found.map(whole).join('[^\\p{L}\\p{N}\\p{M}]+')] : []
    return found.map((each, place) => (isTyping && place === found.length - 1 ? begun(each) : whole(each)))
  })
  if (patterns.length === 0) return []
  return [...content.matchAll(new RegExp(patterns.join('|'), 'giu')).take(mostPlaces)].map(({ index, 0: found }) => ({
    start: index,
    end: index + found.length,
  }))
}

/** An emoji stands wherever it stands; what is made of letters begins where none is before it. */
function begun(each: string): string {
  return /^[\p{L}\p{N}\p{M}]/u.test(each) ? `(?<!${letter})${each}` : each
}

function whole(each: string): string {
  return /^[\p{L}\p{N}\p{M}]/u.test(each) ? `${begun(each)}(?!${letter})` : each
}
