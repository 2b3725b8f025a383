const letters: Record<string, string> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ŧ: 't',
  '’': "'",
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
}
const spelledOtherwise = new RegExp(`[${Object.keys(letters).join('')}]`, 'g')

/** As names are compared: lower case, without accents, and in letters that every keyboard has. `folded` in SQL is its twin. */
export function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036F]+/g, '')
    .toLowerCase()
    .replace(spelledOtherwise, (letter) => letters[letter]!)
}
