interface Reply {
  name: string
  template: string
  shortcut: string | null
  isShared: boolean
}

const most = 50

/**
 * The one that goes by exactly this shortcut, one's own before a shared one; then those whose shortcut begins so, whose name has
 * it, and whose words do.
 */
export function fittingReplies<Kind extends Reply>(replies: readonly Kind[], query: string): Kind[] {
  const asked = query.trim().toLowerCase()
  const words = asked.split(/\s+/u).filter(Boolean)
  const has = (text: string) => words.every((word) => text.toLowerCase().includes(word))
  const rankOf = ({ name, template, shortcut, isShared }: Kind): number | undefined => {
    if (asked !== '' && shortcut === asked) return isShared ? 1 : 0
    if (asked !== '' && shortcut?.startsWith(asked)) return 2
    if (has(name)) return 3
    return has(`${shortcut ?? ''} ${name} ${template}`) ? 4 : undefined
  }
  const ranked = replies.map((reply) => ({ reply, rank: rankOf(reply) })).filter(({ rank }) => rank !== undefined)
  return ranked
    .toSorted((one, other) => one.rank! - other.rank!)
    .slice(0, most)
    .map(({ reply }) => reply)
}
