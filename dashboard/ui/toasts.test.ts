import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { actOnLatestToast, currentToasts, dismissToast, showToast } from './toasts.ts'

afterEach(() => {
  for (const toast of currentToasts()) dismissToast(toast.id)
})

test('The latest action is done once, and its end is not told as well', () => {
  const told: string[] = []
  showToast({
    text: 'Resolved',
    action: { label: 'Undo', onAction: () => told.push('undone') },
    onGone: () => told.push('gone'),
  })
  showToast({ text: 'Copied' })
  assert.equal(actOnLatestToast(), true)
  assert.equal(actOnLatestToast(), false)
  assert.deepEqual(told, ['undone'])
})

test('A toast that goes without its action tells it once', () => {
  let gone = 0
  showToast({ text: 'Sending', onGone: () => (gone += 1) })
  const id = currentToasts()[0]?.id ?? 0
  dismissToast(id)
  dismissToast(id)
  assert.equal(gone, 1)
})

test('A fifth toast crowds the first out, which tells it', () => {
  let gone = 0
  showToast({ text: 'first', onGone: () => (gone += 1) })
  for (const text of ['b', 'c', 'd', 'e']) showToast({ text })
  assert.equal(gone, 1)
  assert.deepEqual(
    currentToasts().map((toast) => toast.text),
    ['b', 'c', 'd', 'e'],
  )
})

test('Whoever showed a toast can take it back silently', () => {
  let gone = 0
  const takeBack = showToast({ text: 'Sending', onGone: () => (gone += 1) })
  takeBack()
  assert.deepEqual(currentToasts(), [])
  assert.equal(gone, 0)
})
