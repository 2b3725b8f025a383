/** A statement as far as the rules need it: words, marks, and what stands between parentheses. */
export type Token = { kind: 'word' | 'literal' | 'parameter' | 'mark'; text: string } | Group

export interface Group {
  kind: 'group'
  text: '()'
  items: Token[]
}

const pattern =
  /(?<space>\s+|--[^\n]*|\/\*.*?\*\/)|(?<parameter>\$\d+)|(?<literal>'(?:[^']|'')*'|\d[\w.]*)|(?<word>(?:"[^"]+"|[a-z_]\w*)(?:\.(?:"[^"]+"|[a-z_]\w*|\*))*)|(?<mark>::|[<>!=|~@#&-]+|.)/gisy

export function readTokens(sql: string): Token[] {
  const open: Token[][] = [[]]
  for (const { groups = {} } of sql.matchAll(pattern)) {
    const [kind, text] = Object.entries(groups).find(([, value]) => value !== undefined)!
    const present = open.at(-1)!
    if (text === '(') open.push([])
    else if (text === ')') open.at(-2)!.push({ kind: 'group', text: '()', items: open.pop()! })
    else if (kind === 'word') present.push({ kind, text: text.replaceAll('"', '').toLowerCase() })
    else if (kind !== 'space') present.push({ kind: kind as 'mark', text: text })
  }
  return open[0]!
}

export function isGroup(token: Token | undefined): token is Group {
  return token?.kind === 'group'
}

export function isWord(token: Token | undefined, ...words: string[]): boolean {
  return token?.kind === 'word' && (words.length === 0 || words.includes(token.text))
}

/** Cuts at tokens, which are left out. */
export function split(tokens: Token[], isCut: (token: Token, index: number) => boolean): Token[][] {
  const parts: Token[][] = [[]]
  tokens.forEach((token, index) => {
    if (isCut(token, index)) parts.push([])
    else parts.at(-1)!.push(token)
  })
  return parts
}
