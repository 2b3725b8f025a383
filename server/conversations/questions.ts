/** Words in any order; or, in quotation marks, one after the other. */
export interface Part {
  words: string
  isPhrase: boolean
}

const quotationMarks = /[“”„‟«»]/g

/** What somebody types who looks for messages: `car "red one" bl`. A mark that is not closed marks nothing. */
export function partsOf(question: string): Part[] {
  const text = question.normalize('NFC').replace(quotationMarks, '"')
  return [...text.matchAll(/"([^"]+)"|[^"]+/g)]
    .map(([words, quoted]) => ({ words: (quoted ?? words).trim(), isPhrase: quoted !== undefined }))
    .filter(({ words }) => words !== '')
}
