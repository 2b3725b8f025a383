import assert from 'node:assert/strict'
import { test } from 'node:test'

import { RowProblem, readBoolean, readDate, readNumber } from './cells.ts'

const numbers: Array<[text: string, number: number | undefined]> = [
  ['12', 12],
  ['-12.5', -12.5],
  ['−3', -3],
  ['1e3', 1000],
  ['.5', 0.5],
  ['1.234', 1.234],
  ['1,234', undefined],
  ['12,5', 12.5],
  ['1234,567', 1234.567],
  ['1,234.50', 1234.5],
  ['1,234,567', 1_234_567],
  ['1.234,50', 1234.5],
  ['1.234.567', 1_234_567],
  ['1 234,5', 1234.5],
  ['1\u202f234\u00a0567', 1_234_567],
  ['1’234.5', 1234.5],
  ['$12', undefined],
  ['12 %', undefined],
  ['1.2.3', undefined],
  ['0x10', undefined],
  ['Infinity', undefined],
  ['1e999', undefined],
]
for (const [text, number] of numbers) {
  test(`as a number ${JSON.stringify(text)} is ${number ?? 'refused'}`, () => {
    if (number === undefined) assert.throws(() => readNumber('Budget', text), RowProblem)
    else assert.equal(readNumber('Budget', text), number)
  })
}

const booleans: Array<[text: string, value: boolean | undefined]> = [
  ['TRUE', true],
  ['Yes', true],
  ['1', true],
  ['x', true],
  ['Sí', true],
  ['false', false],
  ['NO', false],
  ['0', false],
  ['maybe', undefined],
  ['2', undefined],
]
for (const [text, value] of booleans) {
  test(`as yes or no ${text} is ${value ?? 'refused'}`, () => {
    if (value === undefined) assert.throws(() => readBoolean('VIP', text), RowProblem)
    else assert.equal(readBoolean('VIP', text), value)
  })
}

const dates: Array<[text: string, country: string, date: string]> = [
  ['2025-01-31', 'US', '2025-01-31'],
  ['2025-1-31', 'FR', '2025-01-31'],
  ['2025/01/31', 'FR', '2025-01-31'],
  ['2025-01-31T00:00:00.000Z', 'US', '2025-01-31'],
  ['2025-01-31 09:30:00', 'US', '2025-01-31'],
  ['1/2/2025', 'US', '2025-01-02'],
  ['1/2/2025', 'FR', '2025-02-01'],
  ['01-02-2025', 'NL', '2025-02-01'],
  ['31.01.2025', 'US', '2025-01-31'],
  ['31/01/2025', 'US', '2025-31-01'],
  ['tomorrow', 'US', 'tomorrow'],
]
for (const [text, country, date] of dates) {
  test(`the date ${text} is in ${country} what is kept as ${date}, or refused as that`, () => {
    assert.equal(readDate(text, country), date)
  })
}
