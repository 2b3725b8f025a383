/** The scripts that put no spaces between words, or write endings to them: each character of theirs is a word by itself. */
export const unspaced = String.raw`\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u2E80-\u2FDF\u3040-\u30FF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFF66-\uFF9F`
const unspacedClass = String.raw`[${unspaced}\u{20000}-\u{3FFFF}]`

export const unspacedCharacter = new RegExp(unspacedClass, 'u')

/** One of a word that ends where a space, a mark or a character without spaces stands. */
export const spacedLetter = String.raw`(?:(?!${unspacedClass})[\p{L}\p{N}\p{M}])`

/** A character without spaces around it, a word of letters and digits, or an emoji. */
export const wordOrCharacter = new RegExp(String.raw`${unspacedClass}|${spacedLetter}+|\p{Extended_Pictographic}`, 'gu')

// Not of every script: elsewhere a mark makes another letter, or is a vowel. In Arabic and Hebrew vowels mostly are left out.
const marked = /([\p{Script=Latin}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}])\p{M}+/gu
const stretch = '\u0640'
const letters: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }
const umlauts: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }

/**
 * How else this may have been written: whoever types `café`, `Straße` or `Müller` also means `cafe`, `Strasse` and `Mueller`, and
 * whoever types `strasse` also `straße`. To find `café` by `cafe` the texts themselves would have to be indexed without marks.
 */
export function spellingsOf(text: string): string[] {
  const typed = text.normalize('NFC')
  const small = typed.toLowerCase()
  const bare = small.normalize('NFD').replace(marked, '$1').replaceAll(stretch, '').normalize('NFC')
  const spellings = [
    typed,
    typed.normalize('NFD'),
    bare.replace(/[ßæœøłđðþı]/g, (letter) => letters[letter]!),
    small.replace(/[äöüß]/g, (letter) => umlauts[letter]!),
    small.replaceAll('ss', 'ß'),
  ]
  return spellings.filter((each, index) => spellings.findIndex((other) => isSame(other, each)) === index)
}

// Letters of either case are one to the database; what is composed of the same is not.
function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
