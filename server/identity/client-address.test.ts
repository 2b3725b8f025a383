import assert from 'node:assert/strict'
import { test } from 'node:test'

import { clientAddress, isLoopback } from './client-address.ts'

const cases: Array<[ip: string, counted: string]> = [
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:0001:2::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8:1:2::', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::203.0.113.7', '64:ff9b:0:0::/64'],
  ['unknown', 'unknown'],
]
for (const [ip, counted] of cases) {
  test(`who comes from ${ip} is counted as ${counted}`, () => assert.equal(clientAddress(ip), counted))
}

test('only this machine itself is loopback', () => {
  for (const ip of ['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1']) assert.ok(isLoopback(ip), ip)
  for (const ip of ['10.0.0.1', '::2', '2001:db8::1', 'unknown']) assert.ok(!isLoopback(ip), ip)
})
