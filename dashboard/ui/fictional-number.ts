/** 555-0100 to 555-0199 are kept for stories in each area of North America: nobody is ever reached by one of them. */
const areas = (
  '202 203 205 206 207 208 209 212 213 214 215 216 217 218 219 224 225 228 229 231 234 239 240 248 251 252 ' +
  '253 254 256 260 262 267 269 270 276 281 301 302 303 304 305 307 308 309 310 312 313 314 315 316 317 318 ' +
  '319 320 404 405 406 407 408 409 410 412 413 414 415 417 419 423 424 425 501 502 503 504 505 507 508 509 ' +
  '510 512 513 515 516 517 602 603 605 606 607 608 609 610 612 614 615 616 617 618 619 701 702 703 704 706 ' +
  '707 708 712 713'
).split(' ')
const inArea = 100

/** A phone number of nobody, and of none of these. */
export function fictionalNumber(taken: Iterable<string> = []): string {
  const used = new Set(taken)
  const first = Math.floor(Math.random() * areas.length * inArea)
  for (let step = 0; step < areas.length * inArea; step += 1) {
    const number = numberAt((first + step) % (areas.length * inArea))
    if (!used.has(number)) return number
  }
  return numberAt(first)
}

function numberAt(index: number): string {
  return `+1${areas[Math.floor(index / inArea)]!}55501${String(index % inArea).padStart(2, '0')}`
}

/** As many digits as that, of which the first is given. */
export function someDigits(first: string, count: number): string {
  return `${first}${Array.from({ length: count - first.length }, () => Math.floor(Math.random() * 10)).join('')}`
}
