import assert from 'node:assert/strict'
import { test } from 'node:test'

import { deviceOf } from './device.ts'

test('a browser is told by its own name, not by those it descends from', () => {
  const edge = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36 Edg/120.0'
  const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36'
  const safari = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1'
  assert.equal(deviceOf(edge), 'Edge on Windows')
  assert.equal(deviceOf(chrome), 'Chrome on Linux')
  assert.equal(deviceOf(safari), 'Safari on iPhone')
})

test('what says nothing of itself is an unknown device', () => {
  assert.equal(deviceOf(null), 'Unknown device')
  assert.equal(deviceOf('curl/8.5.0'), 'Unknown device')
})
