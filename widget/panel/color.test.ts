import assert from 'node:assert/strict'
import { test } from 'node:test'

import { contrast, inkOn, knownColor, readableOn } from './color.ts'

const steps = ['00', '33', '66', '99', 'cc', 'ff']
const colors = steps.flatMap((red) => steps.flatMap((green) => steps.map((blue) => `#${red}${green}${blue}`)))

test('what is written on any colour can be read', () => {
  for (const color of colors) assert.ok(contrast(inkOn(color), color) >= 4.5, color)
})

test('any colour is brought to where it can be read on light and on dark', () => {
  for (const color of colors)
    for (const background of ['#f5f6f8', '#1d222a'])
      assert.ok(contrast(readableOn(color, background), background) >= 4.5, `${color} on ${background}`)
})

test('a colour that can be read stays as it is; what is no colour becomes ours', () => {
  assert.equal(readableOn('#0f766e', '#ffffff'), '#0f766e')
  assert.equal(knownColor('#FA0'), '#ffaa00')
  for (const none of [null, '', 'red', '#12', 'url(x)', '#0f766e;}']) assert.equal(knownColor(none), '#0f766e')
})

test('the contrast is that of WCAG', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21)
  assert.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48')
})
