import assert from 'node:assert/strict'
import { test } from 'node:test'

import { placesOf } from './highlights.ts'

const cases: Array<[content: string, question: string, found: string[]]> = [
  ['Is the red car there?', 'car', ['car']],
  ['Cars and carpets, but no scar', 'car', ['Car', 'car']],
  ['Is the redder car red?', 'red car', ['car', 'red']],
  ['Äpfel und ÄPFELCHEN', 'äpfel', ['Äpfel', 'ÄPFEL']],
  ['🚗 car', 'car', ['car']],
  ['Call +1 415 555 2671 or mail a@example.com', '415 example', ['415', 'example']],
  ['Anything', '!?', []],
  ['A red car, not a car red as this red, car', '"red car"', ['red car', 'red, car']],
  ['The red car is a carpet', '“the red” car', ['The red', 'car', 'car']],
  ['ok😀 and 😀😀', '😀', ['😀', '😀', '😀']],
  ['¿Dónde está? dondé', 'dónde', ['Dónde']],
  ['مرحبا، بالعالم', 'مرحبا بال', ['مرحبا', 'بال']],
  ['An unclosed quote', 'unclosed "qu', ['unclosed', 'qu']],
  ['(a+b)* costs $5', '(a+b)*', ['a+b']],
  ['I can’t, and can t wait', "can't", ['can’t', 'can t']],
  ['A can of tea', "can't", []],
  ['Cafe and Café, cafe\u0301s', 'café', ['Cafe', 'Café', 'cafe\u0301']],
  ['Straße, Strasse', 'strasse', ['Straße', 'Strasse']],
  ['今天世界很好，好世 界', '世界', ['世界', '世 界']],
  ['hello世界', 'hello世', ['hello世']],
  ['ok😀 then', 'ok😀', ['ok😀']],
]

for (const [content, question, found] of cases) {
  test(`“${question}” stands in “${content}” ${found.length} times`, () => {
    const places = placesOf(content, question)
    assert.deepEqual(
      places.map(({ start, end }) => content.slice(start, end)),
      found,
    )
  })
}
