import assert from 'node:assert/strict'

interface Answer {
  statusCode: number
  body: string
}

/** A clear 4xx, in the one shape that errors have. */
export function assertRefused({ statusCode, body }: Answer, what: string): void {
  const said = `${what}: ${statusCode} ${body.slice(0, 300)}`
  assert.ok(statusCode >= 400 && statusCode < 500, said)
  let answer
  try {
    answer = JSON.parse(body)
  } catch {
    assert.fail(`No JSON: ${said}`)
  }
  assert.deepEqual(Object.keys(answer), ['success', 'error', 'message'], said)
  assert.equal(answer.success, false, said)
  assert.deepEqual(Object.keys(answer.error), ['code', 'message', 'details'], said)
  assert.match(answer.error.code, /^[a-z]+(_[a-z]+)*$/, said)
  assert.ok(answer.message.length > 0 && answer.message === answer.error.message, said)
  for (const detail of answer.error.details) assert.equal(typeof detail.message, 'string', said)
}
