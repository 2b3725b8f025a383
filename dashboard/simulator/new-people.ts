const areas = ['202', '212', '305', '312', '404', '415', '503', '512', '617', '702']

/** A fictional number: 555-0100 to 555-0199 are kept for that, in each area. */
export function newNumber(): string {
  const area = areas[Math.floor(Math.random() * areas.length)] ?? '202'
  return `+1${area}55501${String(Math.floor(Math.random() * 100)).padStart(2, '0')}`
}

/** A person of a page, as Meta numbers them. */
export function newPerson(): string {
  return `7${Array.from({ length: 15 }, () => Math.floor(Math.random() * 10)).join('')}`
}
