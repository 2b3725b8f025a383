import assert from 'node:assert/strict'
import { test } from 'node:test'

import { toCustomValue } from './custom-values.ts'
import type { CustomField } from './custom-values.ts'
import { isPattern, matches } from './field-pattern.ts'

const cases: Array<[dataType: CustomField['dataType'], value: unknown, kept: unknown]> = [
  ['string', 'gold', 'gold'],
  ['string', '', ''],
  ['string', 12, undefined],
  ['string', ['gold'], undefined],
  ['string', 'x'.repeat(5001), undefined],
  ['number', 12.5, 12.5],
  ['number', -0.1, -0.1],
  ['number', '12.5', undefined],
  ['number', true, undefined],
  ['boolean', false, false],
  ['boolean', 'false', undefined],
  ['boolean', 0, undefined],
  ['date', '2028-02-29', '2028-02-29'],
  ['date', '2025-02-29', undefined],
  ['date', '2025-1-31', undefined],
  ['date', '2025-01-31T00:00:00Z', undefined],
  ['date', 20250131, undefined],
  ['select', 'gold', 'gold'],
  ['select', 'Gold', undefined],
  ['select', 'silver', undefined],
  ['url', 'https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
  ['url', 'http://localhost:3000', 'http://localhost:3000'],
  ['url', 'javascript:alert(1)', undefined],
  ['url', 'https://', undefined],
  ['url', 'https://exa mple.com', undefined],
  ['url', 'example.com', undefined],
  ['email', 'Jane@Example.com', 'jane@example.com'],
  ['email', 'jane@example', undefined],
  ['email', 'jane doe@example.com', undefined],
  ['phone', '(415) 555-2671', '+14155552671'],
  ['phone', '+33 6 12 34 56 78', '+33612345678'],
  ['phone', 'call me', undefined],
]
for (const [dataType, value, kept] of cases) {
  test(`a ${dataType} ${kept === undefined ? 'is never' : 'may be'} ${JSON.stringify(value).slice(0, 40)}`, () => {
    const read = () => toCustomValue(fieldOf({ dataType, rules: { options: ['gold', 'platinum'] } }), value, 'US')
    if (kept === undefined) return assert.throws(read, { code: 'invalid_request', message: /^plan: / })
    assert.equal(read(), kept)
  })
}

test('a string matches its pattern or is refused, and so is one too long to be matched', () => {
  const field = fieldOf({ dataType: 'string', rules: { pattern: '^\\d{5}(-\\d{4})?$' } })
  for (const value of ['12345', '12345-6789']) assert.equal(toCustomValue(field, value, 'US'), value)
  for (const value of ['1234', '12345-', 'a12345', '1'.repeat(1001)]) {
    assert.throws(() => toCustomValue(field, value, 'US'), { code: 'invalid_request' })
  }
})

test('a pattern that would try for years is given up', () => {
  assert.equal(matches('^(a+)+$', 'a'.repeat(50)), true)
  assert.equal(matches('^(a+)+$', `${'a'.repeat(50)}!`), undefined)
  const field = fieldOf({ dataType: 'string', rules: { pattern: '^(a+)+$' } })
  assert.throws(() => toCustomValue(field, `${'a'.repeat(50)}!`, 'US'), /too long to check/)
})

test('what is no regular expression is known', () => {
  assert.deepEqual(['^a+$', '(', '[', 'a{2,1}', '\\p{L}', '(?<=a)b', '\\-'].map(isPattern), [
    true,
    false,
    false,
    false,
    true,
    true,
    false,
  ])
})

function fieldOf(fields: Partial<CustomField>): CustomField {
  const field = { organizationId: '', id: '', key: 'plan', name: 'Plan', isHidden: false, rules: {} }
  return { ...field, dataType: 'string', ...fields }
}
