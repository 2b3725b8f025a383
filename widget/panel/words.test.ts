import assert from 'node:assert/strict'
import { test } from 'node:test'

import { filled, spoken, wordsOf } from './words.ts'

test('every language says everything, with the same places to fill', () => {
  for (const [name, sentence] of Object.entries(wordsOf('en'))) {
    for (const language of ['fr', 'es', 'ar']) {
      const other = Object.entries(wordsOf(language)).find(([key]) => key === name)?.[1]
      assert.deepEqual(placesOf(other), placesOf(sentence), `${name} in ${language}`)
      assert.equal(Array.isArray(other) ? other.length : 1, Array.isArray(sentence) ? sentence.length : 1)
    }
  }
})

test('the first language that is spoken here is taken, else English', () => {
  assert.equal(spoken(null, 'de-AT', 'fr-CA', 'es'), 'fr')
  assert.equal(spoken('constructor', undefined, ''), 'en')
})

test('a value is put in as it is', () => {
  assert.equal(filled('{name} at {time}', { name: '{time}$&', time: 9 }), '{time}$& at 9')
})

function placesOf(sentence: string | string[] | undefined): string[] {
  return [...String(sentence).matchAll(/\{\w+\}/g)].map(([place]) => place).toSorted()
}
