import { partsOf } from '../conversations/questions.ts'
import { spacedLetter, spellingsOf, unspacedCharacter, wordOrCharacter } from '../conversations/spellings.ts'

/** From the character `start` to before `end`, counted as JavaScript counts: `content.slice(start, end)`. */
export interface Place {
  start: number
  end: number
}

const mostPlaces = 100

/** Where the parts of the question stand in the text, in any spelling; the last word as the beginning of one. */
export function placesOf(content: string, question: string): Place[] {
  const parts = partsOf(question)
  const patterns = parts.flatMap(({ words, isPhrase }, index) => {
    const isTyping = !isPhrase && index === parts.length - 1
    return spellingsOf(words).flatMap((spelling) => patternOf(spelling.match(wordOrCharacter) ?? [], isTyping))
  })
  if (patterns.length === 0) return []
  return [...content.matchAll(new RegExp(patterns.join('|'), 'giu')).take(mostPlaces)].map(({ index, 0: found }) => ({
    start: index,
    end: index + found.length,
  }))
}

/** These words one after the other. */
function patternOf(words: string[], isTyping: boolean): string[] {
  if (words.length === 0) return []
  const isWhole = (index: number) => !isTyping || index < words.length - 1
  return [words.map((word, index) => (isWhole(index) ? whole(word) : begun(word))).join('[^\\p{L}\\p{N}\\p{M}]*')]
}

/** An emoji stands wherever it stands, as a character does; what is made of letters begins where none is before it. */
function begun(word: string): string {
  return isOfLetters(word) ? `(?<!${spacedLetter})${word}` : word
}

function whole(word: string): string {
  return isOfLetters(word) ? `${begun(word)}(?!${spacedLetter})` : word
}

function isOfLetters(word: string): boolean {
  return /^[\p{L}\p{N}\p{M}]/u.test(word) && !unspacedCharacter.test(word)
}
