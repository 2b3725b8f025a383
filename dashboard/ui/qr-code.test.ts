import assert from 'node:assert/strict'
import { test } from 'node:test'

import { qrCode } from './qr-code.ts'

// Read back from the drawing by a decoder.
const hello = `
#######..#.##.#######
#.....#..###..#.....#
#.###.#.##.##.#.###.#
#.###.#..#.#..#.###.#
#.###.#...#.#.#.###.#
#.....#.....#.#.....#
#######.#.#.#.#######
........##.##........
###.########.##...#..
.#####.###....#....##
.######.#...#...#####
..##..........#....#.
....#.##.##.#.#.#....
........##.#.#.#..###
#######.####.###..###
#.....#.######.##....
#.###.#.####.###...##
#.###.#...#...##..##.
#.###.#.###.#...#.#.#
#.....#.##....#.#..#.
#######.#.#.#.##...##`

test('a text is drawn as the squares that a decoder reads it from', () => {
  const rows = qrCode('hello')!.map((row) => row.map((isDark) => (isDark ? '#' : '.')).join(''))
  assert.equal(rows.join('\n'), hello.trim())
})

test('a longer text has a larger code, and what is too long has none', () => {
  assert.equal(qrCode('x'.repeat(17))!.length, 21)
  assert.equal(qrCode('x'.repeat(18))!.length, 25)
  assert.equal(qrCode('x'.repeat(230))!.length, 53)
  assert.equal(qrCode('x'.repeat(231)), undefined)
})
