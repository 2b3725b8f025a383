import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

import { splitStatements } from './statements.ts'

test('a semicolon at the end of a line ends a statement', () => {
  assert.deepEqual(splitStatements('create table a (\n  b text\n);\n\nselect 1; \n'), [
    'create table a (\n  b text\n);',
    'select 1;',
  ])
})

test('a semicolon between dollar marks or within a line does not', () => {
  const text =
    "create function f() returns void language plpgsql as $$\nbegin\n  perform 1;\nend\n$$;\nselect ';' as mark;\n"
  assert.deepEqual(splitStatements(text), [
    'create function f() returns void language plpgsql as $$\nbegin\n  perform 1;\nend\n$$;',
    "select ';' as mark;",
  ])
})

test('a comment stays with the statement that it explains', () => {
  assert.deepEqual(splitStatements('-- Why.\nselect 1;\n'), ['-- Why.\nselect 1;'])
  assert.deepEqual(splitStatements('select 1;\n\n-- The end.\n'), ['select 1;'])
})

test('nothing is no statement', () => {
  assert.deepEqual(splitStatements('\n \n'), [])
})

test('a statement that is not ended is refused, and not left out', () => {
  assert.throws(() => splitStatements('select 1;\nselect 2\n'), /no semicolon.*select 2/)
  assert.throws(() => splitStatements('do $$\nbegin\nend;\n'), /no semicolon/)
})

test('every migration splits into single statements', () => {
  const folder = path.join(import.meta.dirname, '../../migrations')
  for (const file of readdirSync(folder)) {
    for (const statement of splitStatements(readFileSync(path.join(folder, file), 'utf8'))) {
      const first = statement.split('\n').find((line) => !line.startsWith('--')) ?? ''
      assert.match(first, /^(create|alter|select|insert|update|delete|drop|analyze) /, `${file}: ${first}`)
      assert.equal(statement.replace(/\$\$.*\$\$/s, '').match(/;\s*$/gm)?.length, 1, `${file}: ${first}`)
    }
  }
})
