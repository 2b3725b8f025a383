import assert from 'node:assert/strict'
import { test } from 'node:test'

import { partsOf, safeHref } from './links.ts'

const cases: Array<[text: string, hrefs: string[]]> = [
  ['see https://example.com/a.', ['https://example.com/a']],
  ['(https://example.com/a)', ['https://example.com/a']],
  ['https://example.com/a_(b)', ['https://example.com/a_(b)']],
  ['write to ana@example.com, please', ['mailto:ana@example.com']],
  ['tel:+12125550100 or mailto:b@example.com', ['tel:+12125550100', 'mailto:b@example.com']],
  ['javascript:alert(1) data:text/html,x vbscript:x file:///etc/passwd', []],
  ['<a href="https://example.com/">', ['https://example.com/']],
  ['http:// and https://', []],
]

for (const [text, hrefs] of cases) {
  test(`“${text}” leads to ${hrefs.join(' and ') || 'nowhere'}, and stays the text it is`, () => {
    const parts = partsOf(text)
    assert.deepEqual(
      parts.flatMap(({ href }) => href ?? []),
      hrefs,
    )
    assert.equal(parts.map((part) => part.text).join(''), text)
  })
}

test('an address that could run something is none', () => {
  for (const address of ['javascript:alert(1)', ' java\nscript:alert(1)', 'data:text/html,x', 'blob:x', '//'])
    assert.equal(safeHref(address), undefined, address)
  assert.equal(safeHref('/api/files/1', 'https://crm.example.com/widget/frame'), 'https://crm.example.com/api/files/1')
})

test('a long text made to be slow is not', () => {
  assert.equal(partsOf('a@'.repeat(50_000)).length, 1)
  assert.equal(partsOf('a.'.repeat(50_000)).length, 1)
})
