import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { Socket } from 'node:net'
import { test } from 'node:test'

import type { FastifyRequest } from 'fastify'

import { allowTime, answerUnreadable } from './refusals.ts'

const late = Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' })

test('a request that may take its time is not cut off while something comes, and any other is', (t) => {
  const socket = new Socket()
  const end = t.mock.method(socket, 'end', () => socket)
  const raw = Object.assign(new EventEmitter(), { socket })
  allowTime({ raw } as unknown as FastifyRequest)
  answerUnreadable(late, socket)
  assert.equal(end.mock.callCount(), 0)
  assert.equal(socket.timeout, 60_000)
  raw.emit('close')
  answerUnreadable(late, socket)
  assert.match(String(end.mock.calls[0]?.arguments[0]), /^HTTP\/1.1 408/)
  socket.destroy()
})
