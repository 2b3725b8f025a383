let ahead = 0

/** What a computer may be wrong by before it matters; answers take their time as well. */
const tolerance = 30_000

/** The time by the clock of the server: that of this computer may be wrong by hours, and what others did is told by the server's. */
export function now(): number {
  return Date.now() + ahead
}

export function nowText(): string {
  return new Date(now()).toISOString()
}

/** What the server says the time is, at this moment. */
export function setClock(time: number): void {
  if (Number.isNaN(time)) return
  const difference = time - Date.now()
  ahead = Math.abs(difference) > tolerance ? difference : 0
}
