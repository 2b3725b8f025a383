// ISO/IEC 18004, byte mode, error correction level L, versions 1 to 9: bytes in all, blocks, and what corrects each block.
const versions = [
  [26, 1, 7],
  [44, 1, 10],
  [70, 1, 15],
  [100, 1, 20],
  [134, 1, 26],
  [172, 2, 18],
  [196, 2, 20],
  [242, 2, 24],
  [292, 2, 30],
] as const
const byteMode = 4
// Level L, with the first of the eight masks: which of them reads best matters on paper, not on a screen.
const format = 0b01000

type Grid = (boolean | undefined)[][]

/** The squares of a QR code, row by row, true for dark; undefined for a text of more than 230 bytes. */
export function qrCode(text: string): boolean[][] | undefined {
  const bytes = [...new TextEncoder().encode(text)]
  const index = versions.findIndex(([total, blocks, spent]) => bytes.length <= total - blocks * spent - 2)
  const chosen = versions[index]
  if (!chosen) return undefined
  const [total, blockCount, spent] = chosen
  const data = padded(bytes, total - blockCount * spent)
  const length = data.length / blockCount
  const blocks = Array.from({ length: blockCount }, (_, at) => data.slice(at * length, at * length + length))
  const corrections = blocks.map((block) => correction(block, spent))
  return filled(patterns(index + 1), [...interleaved(blocks), ...interleaved(corrections)].flatMap(bitsOf(8)))
}

function padded(bytes: number[], length: number): number[] {
  const bits = [byteMode, ...[bytes.length, ...bytes].flatMap((byte) => [byte >> 4, byte & 15]), 0]
  const data = Array.from({ length: bits.length / 2 }, (_, at) => (bits[at * 2]! << 4) | bits[at * 2 + 1]!)
  for (let pad = 0xec; data.length < length; pad ^= 0xfd) data.push(pad)
  return data
}

function interleaved(blocks: number[][]): number[] {
  return blocks[0]!.flatMap((_, at) => blocks.map((block) => block[at]!))
}

/** Reed and Solomon's, over GF(2^8) modulo 0x11d. */
function correction(data: number[], length: number): number[] {
  const divisor = [...Array.from({ length: length - 1 }, () => 0), 1]
  for (let step = 0, root = 1; step < length; step += 1, root = times(root, 2))
    for (let at = 0; at < length; at += 1) divisor[at] = times(divisor[at]!, root) ^ (divisor[at + 1] ?? 0)
  const rest = divisor.map(() => 0)
  for (const byte of data) {
    const factor = byte ^ rest.shift()!
    rest.push(0)
    for (const [at, each] of divisor.entries()) rest[at] = rest[at]! ^ times(each, factor)
  }
  return rest
}

function times(one: number, other: number): number {
  let product = 0
  for (const bit of bitsOf(8)(other)) product = (product << 1) ^ ((product >>> 7) * 0x11d) ^ (bit * one)
  return product
}

/** What stands in every code of the version. */
function patterns(version: number): Grid {
  const size = version * 4 + 17
  const grid: Grid = Array.from({ length: size }, () => Array.from({ length: size }, () => undefined))
  for (let at = 8; at < size - 8; at += 1) grid[6]![at] = grid[at]![6] = at % 2 === 0
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ])
    rings(grid, x!, y!, 4, [2, 4])
  const centers = version === 1 ? [] : version < 7 ? [6, size - 7] : [6, version * 2 + 8, size - 7]
  for (const x of centers)
    for (const y of centers) if (grid[y]![x] === undefined || (x === 6) !== (y === 6)) align(grid, x, y)
  drawFormat(grid)
  if (version >= 7) drawVersion(grid, version)
  return grid
}

// Where a finder stands there is no room for one.
function align(grid: Grid, x: number, y: number): void {
  const end = grid.length - 7
  if ((x === 6 && y === end) || (x === end && y === 6)) return
  rings(grid, x, y, 2, [1])
}

function rings(grid: Grid, x: number, y: number, reach: number, light: number[]): void {
  for (let dy = -reach; dy <= reach; dy += 1)
    for (let dx = -reach; dx <= reach; dx += 1) {
      const row = grid[y + dy]
      if (row && x + dx in row) row[x + dx] = !light.includes(Math.max(Math.abs(dx), Math.abs(dy)))
    }
}

function drawFormat(grid: Grid): void {
  const size = grid.length
  const bits = bitsOf(15)(((format << 10) | check(format, 0x537, 10)) ^ 0x5412)
  const turn = [8, 7, 5, 4, 3, 2, 1, 0]
  for (const [at, bit] of bits.toReversed().entries()) {
    grid[at < 8 ? turn[7 - at]! : 8]![at < 8 ? 8 : turn[at - 7]!] = bit === 1
    grid[at < 8 ? 8 : size - 15 + at]![at < 8 ? size - 1 - at : 8] = bit === 1
  }
  grid[size - 8]![8] = true
}

function drawVersion(grid: Grid, version: number): void {
  const bits = bitsOf(18)((version << 12) | check(version, 0x1f25, 12)).toReversed()
  for (const [at, bit] of bits.entries()) {
    const [far, near] = [grid.length - 11 + (at % 3), Math.floor(at / 3)]
    grid[near]![far] = grid[far]![near] = bit === 1
  }
}

function check(value: number, polynomial: number, length: number): number {
  let rest = value
  for (let step = 0; step < length; step += 1) rest = (rest << 1) ^ ((rest >>> (length - 1)) * polynomial)
  return rest & (2 ** length - 1)
}

/** Up and down in columns of two from the end, past the column of the timing. */
function filled(grid: Grid, bits: number[]): boolean[][] {
  let next = 0
  for (let end = grid.length - 1, isUp = true; end > 0; end -= end === 8 ? 3 : 2, isUp = !isUp)
    for (const row of isUp ? grid.toReversed() : grid)
      for (const x of [end, end - 1]) {
        if (row[x] !== undefined) continue
        row[x] = (bits[next++] === 1) !== ((grid.indexOf(row) + x) % 2 === 0)
      }
  return grid as boolean[][]
}

function bitsOf(length: number): (value: number) => number[] {
  return (value) => Array.from({ length }, (_, at) => (value >>> (length - 1 - at)) & 1)
}
