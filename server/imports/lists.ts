const item = /[^\S\r\n]*"((?:[^"]|"")*)"|[^,;|\r\n]+/g

/** The items of a list that stands in one cell: between commas, semicolons, bars or line ends, those with one of them in quotes. */
export function splitList(text: string): string[] {
  return [...text.matchAll(item)]
    .map(([all, quoted]) => (quoted === undefined ? all : quoted.replaceAll('""', '"')).trim())
    .filter((each) => each !== '')
}

export function joinList(items: string[]): string {
  return items.map((each) => (/[,;|"\r\n]/.test(each) ? `"${each.replaceAll('"', '""')}"` : each)).join('; ')
}
