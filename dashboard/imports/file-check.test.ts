import assert from 'node:assert/strict'
import { test } from 'node:test'

import { wrongWith } from './file-check.ts'

const cases: Array<[name: string, content: string | Uint8Array<ArrayBuffer>, said: RegExp | undefined]> = [
  ['contacts.csv', 'Phone\n+14155552671\n', undefined],
  ['empty.csv', '', /empty/],
  ['contacts.csv', new Uint8Array([0x50, 0x4b, 3, 4, 20, 0]), /workbook/],
  ['old.csv', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), /workbook/],
  ['print.csv', '%PDF-1.7\n', /PDF/],
  ['wide.csv', new Uint8Array([0xff, 0xfe, 0x50, 0, 0x68, 0]), undefined],
  ['unmarked.csv', new Uint8Array([0x50, 0, 0x68, 0, 0x6f, 0]), undefined],
  ['other.csv', new Uint8Array([1, 2, 0, 3, 4, 5, 6, 7, 8, 9]), /no text/],
]

for (const [name, content, said] of cases) {
  test(`${name} with ${content.length} bytes is ${said ? 'refused' : 'taken'} before it is sent`, async () => {
    const wrong = await wrongWith(new File([content], name))
    if (said) assert.match(wrong ?? '', said)
    else assert.equal(wrong, undefined)
  })
}
