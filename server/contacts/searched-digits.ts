/** The digits to look for when a search is a phone number in whatever spelling; undefined when it is something else. */
export function searchedDigits(search: string): string | undefined {
  if (!/^[\d\s()+.\-/]+$/.test(search)) return undefined
  const digits = search.replace(/\D/g, '').replace(/^0+/, '')
  return digits.length >= 3 ? digits : undefined
}
