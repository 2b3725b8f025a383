import assert from 'node:assert/strict'
import { test } from 'node:test'

import { isPinned, noPins, toggled } from './pins.ts'

const saved = '65f000000000000000000001'

test('what is pinned is unpinned by the same, saved or standing', () => {
  const both = toggled(toggled(noPins, saved), 'waiting')
  assert.deepEqual(both, { viewIds: [saved], standing: ['waiting'] })
  assert.deepEqual([isPinned(both, saved), isPinned(both, 'waiting'), isPinned(both, 'unread')], [true, true, false])
  assert.deepEqual(toggled(toggled(both, saved), 'waiting'), noPins)
})
