import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'

import { createVault, keptSecret } from './secrets.ts'

const secret = { accountSid: 'AC1', authToken: 'ünter uns', list: [1, null, true] }

test('what was sealed is opened with the same key, and is not to be read without', () => {
  const sealed = createVault('a key').seal(secret)
  assert.deepEqual(createVault('a key').open(sealed), secret)
  assert.doesNotMatch(Buffer.from(sealed, 'base64').toString('latin1'), /authToken|AC1/)
})

test('the same secret is never sealed twice into the same text', () => {
  const vault = createVault('a key')
  assert.equal(new Set(Array.from({ length: 100 }, () => vault.seal(secret))).size, 100)
})

test('another key opens nothing', () => {
  const sealed = createVault('a key').seal(secret)
  assert.throws(() => createVault('another key').open(sealed))
})

test('a text with any bit turned opens nothing', () => {
  const vault = createVault('a key')
  const bytes = Buffer.from(vault.seal(secret), 'base64')
  for (let index = 0; index < bytes.length; index++) {
    const tampered = Buffer.from(bytes)
    tampered[index]! ^= 1 << (index % 8)
    assert.throws(() => vault.open(tampered.toString('base64')), `byte ${index}`)
  }
})

test('a text that was cut short, or is none, opens nothing', () => {
  const vault = createVault('a key')
  const bytes = Buffer.from(vault.seal(secret), 'base64')
  for (const length of [0, 5, 12, 20, 27, bytes.length - 1]) {
    assert.throws(() => vault.open(bytes.subarray(0, length).toString('base64')), `${length} bytes`)
  }
  assert.throws(() => vault.open('no base64 at all'))
})

test('a secret of the installation is made once, and is its owner’s only', (t) => {
  const folder = newFolder(t)
  const made = keptSecret(folder, 'jwt-secret')
  assert.ok(made.length >= 43)
  assert.equal(keptSecret(folder, 'jwt-secret'), made)
  assert.notEqual(keptSecret(folder, 'encryption-key'), made)
  assert.equal(readFileSync(path.join(folder, 'jwt-secret'), 'utf8').trim(), made)
  assert.equal(statSync(path.join(folder, 'jwt-secret')).mode & 0o777, 0o600)
  assert.deepEqual(readdirSync(folder).toSorted(), ['encryption-key', 'jwt-secret'])
})

test('a secret that a crash left empty is not taken for one', (t) => {
  const folder = newFolder(t)
  writeFileSync(path.join(folder, 'jwt-secret'), '')
  assert.throws(() => keptSecret(folder, 'jwt-secret'), /jwt-secret.*is empty/)
})

test('the folder of a secret is made with it', (t) => {
  const folder = path.join(newFolder(t), 'not', 'there')
  assert.equal(keptSecret(folder, 'jwt-secret'), keptSecret(folder, 'jwt-secret'))
})

function newFolder(t: TestContext): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tether-secrets-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}
