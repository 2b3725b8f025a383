/** The digits to look for when a search is a phone number in whatever spelling; undefined when it is something else. */
export function searchedDigits(search: string): string | undefined {
  if (!/^[\d\s()+.\-/]+$/.test(search)) return undefined
  // "+44 (0)20 …": the zero in brackets is dialled only without the country's prefix.
  const digits = search.replace('(0)', '').replace(/\D/g, '').replace(/^0+/, '')
  return digits.length >= 3 ? digits : undefined
}
