import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkFiles } from './file-rules.ts'
import { setLocale } from './formatters.ts'

const photo = { name: 'Photo.JPG', type: 'image/jpeg', size: 2_000_000 }
const page = { name: 'page.html', type: 'text/html', size: 10 }

test('A file of another kind is refused by its name', () => {
  const { accepted, refusals } = checkFiles([photo, page], { accept: 'image/*, .pdf' })
  assert.deepEqual(accepted, [photo])
  assert.match(refusals.join(), /^page\.html/)
})

test('Endings count without regard to case', () => {
  assert.deepEqual(checkFiles([photo], { accept: '.jpg' }).accepted, [photo])
})

test('What is too large is refused with the limit', () => {
  setLocale('en')
  assert.deepEqual(checkFiles([photo], { maxBytes: 1_500_000 }).refusals, ['Photo.JPG is larger than 1.5 MB.'])
})

test('Beyond the number of files the rest is left out', () => {
  const { accepted, refusals } = checkFiles([page, photo], { maxFiles: 1 })
  assert.deepEqual([accepted.length, refusals.length], [1, 1])
})
