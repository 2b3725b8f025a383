// Fictional numbers: 555-0100 to 555-0199 are kept for that, in each of these areas.
const areas = ['202', '212', '305', '312', '404', '415', '503', '512', '617', '702']

/** A number for a simulated channel that is nobody's. */
export function proposedNumber(): string {
  const area = areas[Math.floor(Math.random() * areas.length)] ?? '202'
  return `+1${area}55501${String(Math.floor(Math.random() * 100)).padStart(2, '0')}`
}

/** The id of a page that is nobody's. */
export function proposedPage(): string {
  return `1${Array.from({ length: 14 }, () => Math.floor(Math.random() * 10)).join('')}`
}
