import assert from 'node:assert/strict'
import { test } from 'node:test'

import { keywordOf } from './keywords.ts'
import type { Keyword } from './keywords.ts'

const cases: Array<[content: string, keyword: Keyword | undefined]> = [
  ...['STOP', 'STOPALL', 'UNSUBSCRIBE', 'REVOKE', 'OPTOUT', 'END', 'QUIT', 'CANCEL'].flatMap(
    (word): Array<[string, Keyword]> => [
      [word, 'stop'],
      [word.toLowerCase(), 'stop'],
      [word[0] + word.slice(1).toLowerCase(), 'stop'],
      [`  ${word}\n`, 'stop'],
      [`${word}.`, 'stop'],
      [`${word}!`, 'stop'],
    ],
  ),
  ['stop all', 'stop'],
  ['opt  out', 'stop'],
  ['opt-out', 'stop'],
  [' STOP ', 'stop'],
  ['START', 'start'],
  ['start', 'start'],
  ['unstop', 'start'],
  ['Help', 'help'],
  ['INFO', 'help'],
  ['STOP PLEASE', undefined],
  ['please stop', undefined],
  ['stopping by', undefined],
  ['STOP?', undefined],
  ['"STOP"', undefined],
  ['end of the week', undefined],
  ['cancel my order', undefined],
  ['S T O P', undefined],
  ['', undefined],
  ['!', undefined],
]
for (const [content, keyword] of cases) {
  test(`${JSON.stringify(content)} is ${keyword ?? 'no keyword'}`, () => {
    assert.equal(keywordOf(content), keyword)
  })
}
