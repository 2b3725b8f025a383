import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

const css = readFileSync(path.join(import.meta.dirname, 'colours.css'), 'utf8')
const themes = {
  light: coloursAfter(":root,\n[data-theme='light'] {"),
  dark: coloursAfter("\n[data-theme='dark'] {"),
}

const grounds = ['canvas', 'surface', 'raised', 'hover', 'selected']
const readable = ['text', 'muted', 'faint', 'accent-text', 'danger-text', 'warning-text', 'success-text', 'info-text']
const avatars = Array.from({ length: 8 }, (_, index) => `avatar-${index + 1}`)
const textPairs: [string, string][] = [
  ...grounds.flatMap((ground) => readable.map((text): [string, string] => [text, ground])),
  ...['accent', 'danger', 'warning', 'success', 'info'].map((tone): [string, string] => [
    `${tone}-text`,
    `${tone}-soft`,
  ]),
  ...['text', 'muted'].flatMap((text) =>
    ['accent-soft', 'danger-soft', 'warning-soft', 'success-soft', 'info-soft', 'note', 'bubble-in', 'bubble-out'].map(
      (ground): [string, string] => [text, ground],
    ),
  ),
  ...['note', 'bubble-in', 'bubble-out', 'mark', 'inverse', ...avatars].map((name): [string, string] => [
    `${name}-text`,
    name,
  ]),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-danger', 'danger'],
  ['on-danger', 'danger-hover'],
  ['inverse-faint', 'inverse'],
  ['accent-text', 'bubble-out'],
  ['danger-text', 'bubble-out'],
]
const shapes = ['control', 'focus', 'accent', 'danger', 'warning', 'success', 'info', 'chart-1', 'chart-2', 'chart-3']
const shapePairs = ['canvas', 'surface', 'raised'].flatMap((ground) =>
  [...shapes, 'chart-4', 'chart-5', 'chart-6'].map((shape): [string, string] => [shape, ground]),
)

for (const [theme, colours] of Object.entries(themes)) {
  test(`In the ${theme} theme every text stands out from its ground by 4.5 to 1`, () => {
    assert.deepEqual(tooFaint(colours, textPairs, 4.5), [])
  })

  test(`In the ${theme} theme controls, focus and marks stand out from their ground by 3 to 1`, () => {
    assert.deepEqual(tooFaint(colours, shapePairs, 3), [])
  })
}

test('A dark system and a chosen dark theme have the same colours', () => {
  assert.deepEqual(coloursAfter(":root:not([data-theme='light']) {"), themes.dark)
})

test('Both themes name the same colours', () => {
  assert.deepEqual(Object.keys(themes.light), Object.keys(themes.dark))
})

function coloursAfter(selector: string): Record<string, string> {
  const start = css.indexOf(selector)
  assert.notEqual(start, -1, `colours.css has no ${selector}`)
  const block = css.slice(start, css.indexOf('}', start))
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map((found) => [found[1], found[2]]))
}

function tooFaint(colours: Record<string, string>, pairs: [string, string][], least: number): string[] {
  return pairs.flatMap(([text, ground]) => {
    const ratio = contrast(colour(colours, text), colour(colours, ground))
    return ratio < least ? [`${text} on ${ground}: ${ratio.toFixed(2)}`] : []
  })
}

function colour(colours: Record<string, string>, name: string): string {
  const value = colours[name]
  assert.ok(value, `there is no colour ${name}`)
  return value
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

// The relative luminance of WCAG 2.2.
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
