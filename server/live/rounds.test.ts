import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'

import { Rounds } from './rounds.ts'

test('of what changes again and again only the last is told, in the order in which it began', async () => {
  const { rounds, told, goOn } = newRounds()
  for (const news of ['a1', 'b1', 'a2', 'a3', 'b2', 'c1']) rounds.add('acme', news[0]!, news)
  await goOn()
  await goOn()
  assert.deepEqual(told, ['acme a1', 'acme b2,a3,c1'].map(sorted))
  rounds.add('acme', 'a', 'a4')
  assert.equal(told.at(-1), 'acme a4')
})

test('one organization does not wait for another', () => {
  const { rounds, told } = newRounds()
  rounds.add('acme', 'a', 'a1')
  rounds.add('umbrella', 'a', 'a1')
  assert.deepEqual(told, ['acme a1', 'umbrella a1'])
})

test('much is told in pieces', async () => {
  const { rounds, told, goOn } = newRounds()
  for (let count = 0; count < 151; count++) rounds.add('acme', `thing ${count}`, `${count}`)
  for (let round = 0; round < 3; round++) await goOn()
  assert.deepEqual(
    told.map((each) => each.split(',').length),
    [1, 100, 50],
  )
})

function newRounds() {
  const told: string[] = []
  const waiting: Array<() => void> = []
  const rounds = new Rounds<string>((organizationId, news) => {
    told.push(sorted(`${organizationId} ${news.join(',')}`))
    return new Promise((resolve) => waiting.push(resolve))
  })
  const goOn = async () => {
    for (const resolve of waiting.splice(0)) resolve()
    await setImmediate()
  }
  return { rounds, told, goOn }
}

function sorted(text: string): string {
  const [organizationId, news = ''] = text.split(' ')
  return `${organizationId} ${news.split(',').toSorted().join(',')}`
}
