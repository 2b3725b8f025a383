import assert from 'node:assert/strict'
import { test } from 'node:test'

import { problemOf, render, variableNames } from './rendering.ts'
import type { Values } from './rendering.ts'

const nobody = Object.fromEntries(variableNames.map((name) => [name, null])) as Values
const jane: Values = {
  ...nobody,
  firstName: 'Jane',
  fullName: 'Jane',
  organizationName: 'Acme',
  agentName: 'Ada Admin',
}

const rendered: Array<[template: string, text: string]> = [
  ['Hello', 'Hello'],
  ['Hello {{firstName}}', 'Hello Jane'],
  ['{{firstName}}{{firstName}}', 'JaneJane'],
  ['{{ firstName }} of {{organizationName}}, {{agentName}}', 'Jane of Acme, Ada Admin'],
  ['Hello {{firstName|there}}', 'Hello Jane'],
  ['Dear {{lastName|customer}}', 'Dear customer'],
  ['Dear {{ lastName | dear customer }}!', 'Dear dear customer!'],
  ['Hello{{lastName|}}!', 'Hello!'],
  ['{{lastName|a|b}}', 'a|b'],
  ['{{email|{}}', '{{email|{}}'],
  ['{ {firstName} }', '{ {firstName} }'],
  ['', ''],
]
for (const [template, text] of rendered) {
  test(`${JSON.stringify(template)} becomes ${JSON.stringify(text)}`, () => {
    assert.deepEqual(render(template, jane), { text, missing: [] })
  })
}

test('what has neither a value nor a fallback is missing, each once', () => {
  const template = '{{lastName}} {{email}} {{lastName}} {{firstName}} {{phoneNumber|none}}'
  assert.deepEqual(render(template, jane).missing, ['lastName', 'email'])
})

test('a value of nothing but space is none', () => {
  assert.deepEqual(render('{{firstName}}', { ...jane, firstName: ' \t' }).missing, ['firstName'])
  assert.equal(render('{{firstName|there}}', { ...jane, firstName: '' }).text, 'there')
})

test('what stands in a value is no variable, and no pattern either', () => {
  for (const firstName of ['{{email}}', '$&', '$1', '{{firstName|x}}', '}}']) {
    assert.deepEqual(render('<{{firstName}}>', { ...jane, firstName }), { text: `<${firstName}>`, missing: [] })
  }
})

const problems: Array<[template: string, problem: RegExp]> = [
  ['Hello {{firstname}}', /\{\{firstname\}\}; known are firstName, /],
  ['{{a}} {{b}} {{a}}', /\{\{a\}\}, \{\{b\}\};/],
  ['{{}}', /\{\{\}\};/],
  ['{{constructor}}', /\{\{constructor\}\}/],
  ['Hello {{firstName', /belong to no variable/],
  ['Hello {{firstName}', /belong to no variable/],
  ['Hello firstName}}', /belong to no variable/],
  ['{{firstName|{there}}}', /belong to no variable/],
]
for (const [template, problem] of problems) {
  test(`${JSON.stringify(template)} is refused`, () => assert.match(problemOf(template) ?? '', problem))
}

for (const template of ['Hello', '{{firstName}}', '{{firstName|there}}', '{ "a": { "b": 1 } }', '}{']) {
  test(`${JSON.stringify(template)} is fine`, () => assert.equal(problemOf(template), undefined))
}

test('ten thousand braces are read at once', () => {
  for (const template of ['{'.repeat(10_000), '{{ '.repeat(3000), `{{${' '.repeat(9000)}`, '{{a|'.repeat(2500)]) {
    assert.match(problemOf(template) ?? '', /belong to no variable/)
  }
})
