import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkParts } from './link-parts.ts'
import { safeUrl } from './safe-url.ts'

test('Addresses in a text become links, and the text around them stays', () => {
  assert.deepEqual(linkParts('See https://example.com/a?b=1 or www.example.org now'), [
    { text: 'See ' },
    { text: 'https://example.com/a?b=1', url: 'https://example.com/a?b=1' },
    { text: ' or ' },
    { text: 'www.example.org', url: 'https://www.example.org/' },
    { text: ' now' },
  ])
})

test('What ends the sentence or the bracket does not belong to the link', () => {
  assert.deepEqual(linkParts('(https://example.com/x).'), [
    { text: '(' },
    { text: 'https://example.com/x', url: 'https://example.com/x' },
    { text: ').' },
  ])
  assert.equal(linkParts('https://example.org/Turtle_(animal)')[0]?.url, 'https://example.org/Turtle_(animal)')
})

test('An address of mail is a link to write to it', () => {
  assert.deepEqual(linkParts('ana@example.com'), [{ text: 'ana@example.com', url: 'mailto:ana@example.com' }])
})

test('No other protocol becomes a link', () => {
  const text = 'javascript:alert(1) data:text/html,x file:///etc/passwd'
  assert.deepEqual(linkParts(text), [{ text }])
  assert.equal(safeUrl('javascript:alert(1)'), undefined)
  assert.equal(safeUrl(' JaVaScript:alert(1)'), undefined)
  assert.equal(safeUrl('tel:+15551234'), 'tel:+15551234')
})

test('an address ends before a sign that would show it backwards', () => {
  const parts = linkParts('https://evil.example/\u202emoc.knab//:sptth')
  assert.deepEqual(parts[0], { text: 'https://evil.example/', url: 'https://evil.example/' })
  assert.equal(parts[1]?.url, undefined)
})

test('a word of a million letters is no work', { timeout: 20_000 }, () => {
  for (const text of ['a'.repeat(1_000_000), 'a.'.repeat(500_000)]) assert.deepEqual(linkParts(text), [{ text }])
  for (const sign of ['!', ')', '!)'])
    assert.equal(linkParts(`https://example.com/${sign.repeat(100_000)}`)[0]?.text, 'https://example.com/')
  assert.equal(linkParts(`https://example.com/${'!'.repeat(100_000)}x`).length, 1)
})
