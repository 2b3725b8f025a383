type RowPress = { key: string; metaKey: boolean; ctrlKey: boolean; altKey: boolean }

/** The row to which a key moves from the current one; undefined when the key is not about rows. */
export function rowAfter(press: RowPress, current: number, count: number, page: number): number | undefined {
  if (count === 0 || press.metaKey || press.ctrlKey || press.altKey) return undefined
  const moves: Record<string, number> = {
    ArrowDown: current + 1,
    ArrowUp: current - 1,
    PageDown: current + page,
    PageUp: current - page,
    Home: 0,
    End: count - 1,
  }
  const wanted = moves[press.key]
  return wanted === undefined ? undefined : Math.min(count - 1, Math.max(0, wanted))
}
