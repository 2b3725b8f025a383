/** Where the person sits: their morning is what “tomorrow” means. */
export function timeZoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}
