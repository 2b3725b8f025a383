import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Row } from '../rows.ts'
import type { Page } from './folding.ts'
import { pagesAt, readAgain, withReadings } from './refreshing.ts'
import type { Pages } from './refreshing.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, minute * 60)).toISOString()
const row = (id: string, minute: number) => ({ _id: id, activeAt: at(minute), waitingSince: null }) as Row

/** A server that answers two rows a page, and remembers where it was asked. */
function serverOf(rows: Row[], asked: string[] = []) {
  const read = (cursor: string): Promise<Page> => {
    asked.push(cursor)
    const newest = rows.toSorted((one, other) => (one.activeAt < other.activeAt ? 1 : -1))
    const after = newest.filter(({ activeAt }) => cursor === '' || activeAt < cursor)
    const conversations = after.slice(0, 2)
    return Promise.resolve({ conversations, nextCursor: after.length > 2 ? conversations[1]!.activeAt : null })
  }
  return { read, asked }
}

async function readWhole(rows: Row[]): Promise<Pages> {
  const { read } = serverOf(rows)
  const listed: Pages = { pages: [], pageParams: [] }
  for (let cursor: string | null = ''; cursor !== null; cursor = listed.pages.at(-1)!.nextCursor) {
    listed.pageParams.push(cursor)
    listed.pages.push(await read(cursor))
  }
  return listed
}

async function refresh(known: Pages, rows: Row[], places: number[]) {
  const { read, asked } = serverOf(rows)
  const readings = []
  for (const place of places)
    readings.push(await readAgain(read, known.pageParams[place]!, known.pages[place]!, 'newest'))
  return { listed: withReadings(known, readings, 'newest'), asked }
}

const ids = ({ pages }: Pages) =>
  pages.map(({ conversations }) => conversations.map(({ _id, isGone }) => (isGone ? `(${_id})` : _id)).join(' '))
const ten = Array.from({ length: 10 }, (_, index) => row(`r${index}`, 10 - index))

test('of a list read far down only its beginning and what is seen are asked for, and the rest is marked as old', async () => {
  const known = await readWhole(ten)
  const { listed, asked } = await refresh(known, ten, [0, 3])
  assert.deepEqual(asked, ['', known.pageParams[3]])
  assert.deepEqual(ids(listed), ids(known))
  assert.deepEqual(
    listed.pages.map(({ isOld }) => isOld),
    [false, true, true, false, true],
  )
})

test('what came, moved and left meanwhile is as it is by now, where it was read', async () => {
  const known = await readWhole(ten)
  const now = [...ten.filter(({ _id }) => !['r6', 'r1', 'r5'].includes(_id)), row('new', 12), row('r5', 11)]
  const { listed } = await refresh(known, now, [0, 3])
  assert.deepEqual(ids(listed), ['new r5 r0 (r1)', 'r2 r3', 'r4', '(r6) r7', 'r8 r9'])
})

test('where much came it is read through to what was known, so that nothing is missing in between', async () => {
  const known = await readWhole(ten)
  const many = Array.from({ length: 7 }, (_, index) => row(`n${index}`, 30 - index))
  const { listed, asked } = await refresh(known, [...ten, ...many], [0])
  assert.equal(asked.length, 5)
  assert.deepEqual(ids(listed), ['n0 n1 n2 n3 n4 n5 n6 r0 r1', 'r2 r3', 'r4 r5', 'r6 r7', 'r8 r9'])
})

test('where too much came the list begins anew', async () => {
  const known = await readWhole(ten)
  const many = Array.from({ length: 100 }, (_, index) => row(`n${index}`, 200 - index))
  const { listed, asked } = await refresh(known, [...ten, ...many], [0, 4])
  assert.ok(asked.length < 30)
  assert.deepEqual(listed.pageParams, [''])
  assert.equal(listed.pages[0]!.conversations.length, 40)
  assert.notEqual(listed.pages[0]!.nextCursor, null)
})

test('a list that became short ends where it ends', async () => {
  const known = await readWhole(ten)
  const { listed } = await refresh({ ...known, pages: withMore(known.pages) }, ten.slice(0, 2), [0])
  assert.deepEqual(ids(listed).slice(1), ['(r2) (r3)', '(r4) (r5)', '(r6) (r7)', '(r8) (r9)'])
  assert.equal(listed.pages.at(-1)!.nextCursor, null)
})

test('pages are told by the rows that stand in them', async () => {
  const { pages } = await readWhole(ten)
  assert.deepEqual(pagesAt(pages, -5, 1), [0])
  assert.deepEqual(pagesAt(pages, 3, 6), [1, 2, 3])
  assert.deepEqual(pagesAt(pages, 50, 60), [])
})

function withMore(pages: Page[]): Page[] {
  return pages.map((page, index) => (index === pages.length - 1 ? { ...page, nextCursor: 'more' } : page))
}
