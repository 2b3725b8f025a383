import assert from 'node:assert/strict'
import { test } from 'node:test'

import { Turns } from './turns.ts'

test('many of one organization keep nobody of another waiting for all of them', async () => {
  const turns = new Turns(2)
  const done: string[] = []
  const take = (organizationId: string) =>
    turns.take(organizationId, async () => {
      await Promise.resolve()
      done.push(organizationId)
    })
  await Promise.all([...Array.from({ length: 20 }, () => take('large')), take('small'), take('other')])
  assert.equal(done.length, 22)
  assert.ok(done.indexOf('small') < 5 && done.indexOf('other') < 6, done.join(' '))
})

test('who fails gives the turn to the next', async () => {
  const turns = new Turns(1)
  const failing = turns.take('acme', () => Promise.reject(new Error('no')))
  const next = turns.take('acme', () => Promise.resolve('next'))
  await assert.rejects(failing)
  assert.equal(await next, 'next')
  assert.equal(await turns.take('acme', () => Promise.resolve('later')), 'later')
})
