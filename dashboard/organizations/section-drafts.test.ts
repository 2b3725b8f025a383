import assert from 'node:assert/strict'
import { test } from 'node:test'

import { propertyFor, sectionBody, sectionDrafts } from './section-drafts.ts'

test('a field is named in the API as it is called, in letters that the server takes', () => {
  assert.equal(propertyFor('Date of birth', new Set()), 'dateOfBirth')
  assert.equal(propertyFor('Größe (cm)', new Set()), 'groeCm')
  assert.equal(propertyFor('2nd phone', new Set()), 'ndPhone')
  assert.equal(propertyFor('電話', new Set()), 'field')
})

test('no two fields have one name', () => {
  assert.equal(propertyFor('Plan', new Set(['plan', 'plan2'])), 'plan3')
})

test('what was not changed goes back as it came', () => {
  const properties = {
    plan: { _id: 'a'.repeat(24), name: 'Plan', dataType: 'select', isHidden: false, options: ['gold', 'silver'] },
    code: { _id: 'b'.repeat(24), name: 'Code', dataType: 'string', isHidden: true, pattern: '^A' },
  } as const
  const sections = [{ name: 'Contract', isHidden: false, properties: structuredClone(properties) }]
  assert.deepEqual(sectionBody(sectionDrafts(sections as never)), sections)
})
