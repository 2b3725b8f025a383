/** As tags are kept and asked for: lower case, without spaces around or doubled within. */
export function toTag(text: string): string {
  return text.trim().replace(/\s+/g, ' ').normalize('NFC').toLowerCase()
}
