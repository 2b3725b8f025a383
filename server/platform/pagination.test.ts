import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newContact, newOrganization } from '../../test/factories.ts'
import { readCursor, readTimeCursor, writeCursor } from './pagination.ts'

const id = '665f1c2ab8e4d3a1f0c9b701'
const garbage = [
  '',
  'x',
  '%00',
  'null',
  '{}',
  'W10',
  id,
  'ü'.repeat(50),
  writeCursor([]),
  writeCursor([1, 2]),
  writeCursor([id, id, id]),
  writeCursor([null, id]),
  Buffer.from('{"0":"a","1":"b","length":2}').toString('base64url'),
  Buffer.from('["a","b"').toString('base64url'),
]

test('a cursor leads back to what it was made of', () => {
  const at = new Date('2026-03-04T05:06:07.890Z')
  assert.deepEqual(readCursor(writeCursor([id]), 1), [id])
  assert.deepEqual(readTimeCursor(writeCursor([at, id])), { at, id })
})

test('a cursor that no list gave is refused', () => {
  const refusal = { statusCode: 400, code: 'invalid_request' }
  for (const cursor of [...garbage, writeCursor(['yesterday', id]), writeCursor(['', id])]) {
    assert.throws(() => readTimeCursor(cursor), refusal, cursor)
  }
  for (const cursor of [...garbage, writeCursor([id, id])]) assert.throws(() => readCursor(cursor, 1), refusal, cursor)
})

test('every list with a cursor refuses one that it did not give, and takes its own', async () => {
  const { app } = await startApp()
  const admin = await newOrganization(app)
  await newContact(admin)
  await newContact(admin)
  const lists = ['/api/contacts?size=1', '/api/messages?status=failed', '/api/simulator/messages']
  for (const list of lists) {
    for (const cursor of garbage.filter((each) => each !== '')) {
      const response = await admin.call(
        'GET',
        `${list}${list.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`,
      )
      assert.equal(response.statusCode, 400, `${list} ${cursor}: ${response.body}`)
      assert.equal(response.json().error.code, 'invalid_request')
    }
  }
  const first = (await admin.call('GET', '/api/contacts?size=1')).json()
  const second = (await admin.call('GET', `/api/contacts?size=1&cursor=${first.nextCursor}`)).json()
  assert.notEqual(second.data[0]._id, first.data[0]._id)
})
