/** What stands in one piece: a word as it was typed, marks in it and all; or words in quotation marks. */
export interface Part {
  words: string
  /** Closed by a quotation mark: the last word is whole. */
  isPhrase: boolean
}

const quotationMarks = /[“”„‟«»]/g

/** What somebody types who looks for messages: `car "red one" bl`. A mark that is not closed marks nothing. */
export function partsOf(question: string): Part[] {
  const text = question.normalize('NFC').replace(quotationMarks, '"')
  return [...text.matchAll(/"([^"]+)"|[^"]+/g)].flatMap(([words, quoted]) => {
    const pieces = quoted === undefined ? words.split(/\s+/u) : [quoted.trim()]
    return pieces.filter((piece) => piece !== '').map((piece) => ({ words: piece, isPhrase: quoted !== undefined }))
  })
}
