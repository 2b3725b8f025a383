import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo, LookupFunction } from 'node:net'
import { createServer as createSocketServer } from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'

import { createOutgoing, OutgoingFailure } from './outgoing.ts'
import type { OutgoingOptions, OutgoingRequest } from './outgoing.ts'

const limits = { timeoutMilliseconds: 10_000, maxSize: 1000 }

test('an answer is an answer, whatever its status', async (t) => {
  const url = await listen(t, (request, response) => {
    response.writeHead(503, { 'retry-after': '7' }).end(`${request.method} ${request.url} ${request.headers['x-name']}`)
  })
  const response = await outgoing(t).request(`${url}/a?b=c%20d`, { ...limits, headers: { 'x-name': 'value' } })
  assert.equal(response.status, 503)
  assert.equal(response.headers['retry-after'], '7')
  assert.equal(response.body.toString(), 'GET /a?b=c%20d value')
})

test('a body is sent as it is', async (t) => {
  const url = await listen(t, (request, response) => request.pipe(response))
  const response = await outgoing(t).request(url, { ...limits, method: 'POST', body: 'grüße=1' })
  assert.equal(response.body.toString(), 'grüße=1')
})

test('a redirect is not followed', async (t) => {
  const url = await listen(t, (_request, response) =>
    response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  )
  const response = await outgoing(t).request(url, limits)
  assert.deepEqual([response.status, response.headers['location']], [302, 'http://127.0.0.1:1/'])
})

test('64 requests to one host are under way at once', async (t) => {
  let underWay = 0
  const { promise: all, resolve } = Promise.withResolvers<void>()
  const url = await listen(t, (_request, response) => {
    if (++underWay === 64) resolve()
    void all.then(() => response.end('done'))
  })
  const out = outgoing(t)
  const responses = await Promise.all(Array.from({ length: 64 }, () => out.request(url, limits)))
  assert.ok(responses.every(({ body }) => body.toString() === 'done'))
})

test('connections are kept and used again', async (t) => {
  const ports = new Set<number | undefined>()
  const url = await listen(t, (request, response) => {
    ports.add(request.socket.remotePort)
    response.end('done')
  })
  const out = outgoing(t)
  for (let count = 0; count < 20; count++) await out.request(url, limits)
  assert.ok(ports.size <= 2, `${ports.size} connections`)
})

test('link-local, metadata and unspecified addresses are refused in every spelling, even where private ones are allowed', async (t) => {
  const spellings = [
    '169.254.169.254', '0xa9.0xfe.0xa9.0xfe', '2852039166', '[::ffff:169.254.169.254]', '[::ffff:a9fe:a9fe]', '[fe80::1]',
    '[febf::1]', '[fd00:ec2::254]', '[64:ff9b::a9fe:a9fe]', '[64:ff9b::6464:64c8]', '[64:ff9b:1::a9fe:a9fe]', '[::ffff:0:a9fe:a9fe]', '[2002:a9fe:a9fe::1]', '0.0.0.0', '0', '[::]', '100.100.100.200', '224.0.0.1',
  ] // prettier-ignore
  for (const host of spellings) {
    const failure = await failureOf(outgoing(t, { allowPrivate: true }).request(`http://${host}/`, limits))
    assert.deepEqual([host, failure.code, failure.mayHaveArrived], [host, 'address_refused', false])
  }
})

test('loopback and private addresses are refused where they are not allowed', async (t) => {
  const spellings = [
    '127.0.0.1', '127.1', '[::1]', '[::ffff:127.0.0.1]', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1',
    '[fc00::1]', '[fd12::1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]', '[::127.0.0.1]', '[::ffff:0:7f00:1]', '[2001:0:7f00:1::]',
  ] // prettier-ignore
  for (const host of spellings) {
    const failure = await failureOf(outgoing(t, { allowPrivate: false }).request(`http://${host}/`, limits))
    assert.deepEqual([host, failure.code, failure.mayHaveArrived], [host, 'address_refused', false])
  }
})

test('a name is judged by what it resolves to', async (t) => {
  const url = await listen(t, (_request, response) => response.end('inside'))
  const byName = url.replace('127.0.0.1', 'provider.test')
  const toLoopback = { lookup: resolvingTo('127.0.0.1') }
  assert.equal(
    (await outgoing(t, { allowPrivate: true, ...toLoopback }).request(byName, limits)).body.toString(),
    'inside',
  )

  const closed = await failureOf(outgoing(t, { allowPrivate: false, ...toLoopback }).request(byName, limits))
  assert.equal(closed.code, 'address_refused')
  const metadata = { lookup: resolvingTo('169.254.169.254') }
  assert.equal(
    (await failureOf(outgoing(t, { allowPrivate: true, ...metadata }).request(byName, limits))).code,
    'address_refused',
  )
})

test('a name with one address that must not be reached is refused, wherever that one stands', async (t) => {
  const lookup = resolvingTo('203.0.113.1', '127.0.0.1')
  const failure = await failureOf(outgoing(t, { allowPrivate: false, lookup }).request('http://provider.test/', limits))
  assert.equal(failure.code, 'address_refused')
})

test('what was checked is what is connected to: a name is resolved once for a connection', async (t) => {
  let asked = 0
  const url = await listen(t, (_request, response) => response.end('first'))
  const lookup: LookupFunction = (hostname, options, callback) => {
    resolvingTo(asked++ === 0 ? '127.0.0.1' : '169.254.169.254')(hostname, options, callback)
  }
  const response = await outgoing(t, { lookup }).request(url.replace('127.0.0.1', 'rebinding.test'), limits)
  assert.deepEqual([response.body.toString(), asked], ['first', 1])
})

test('the name localhost is refused by its address', async (t) => {
  const failure = await failureOf(outgoing(t, { allowPrivate: false }).request('http://localhost:1/', limits))
  assert.equal(failure.code, 'address_refused')
})

test('a refused connection has certainly not arrived', async (t) => {
  const failure = await failureOf(outgoing(t).request(`http://127.0.0.1:${await closedPort()}/`, limits))
  assert.deepEqual([failure.code, failure.mayHaveArrived], ['connection_refused', false])
})

test('a name that does not resolve has certainly not arrived', async (t) => {
  const lookup: LookupFunction = (_hostname, _options, callback) => {
    callback(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), '')
  }
  const failure = await failureOf(outgoing(t, { lookup }).request('http://nowhere.test/', limits))
  assert.deepEqual([failure.code, failure.mayHaveArrived], ['host_not_found', false])
})

test('a time-out before there is a connection has certainly not arrived, and nothing is sent afterwards', async (t) => {
  const seen: string[] = []
  const url = await listen(t, (request, response) => {
    seen.push(request.url ?? '')
    response.end()
  })
  const { promise: isReleased, resolve: release } = Promise.withResolvers<void>()
  const lookup: LookupFunction = (hostname, options, callback) => {
    void isReleased.then(() => resolvingTo('127.0.0.1')(hostname, options, callback))
  }
  const out = outgoing(t, { lookup })
  const byName = url.replace('127.0.0.1', 'slow.test')
  const failure = await failureOf(out.request(`${byName}/given-up`, { ...limits, timeoutMilliseconds: 20 }))
  assert.deepEqual([failure.code, failure.mayHaveArrived], ['timeout', false])

  release()
  for (const path of ['/1', '/2', '/3']) await out.request(`${byName}${path}`, limits)
  assert.deepEqual(seen, ['/1', '/2', '/3'])
})

test('a request aborted before it began has certainly not arrived', async (t) => {
  const url = await listen(t, (_request, response) => response.end())
  const failure = await failureOf(outgoing(t).request(url, { ...limits, signal: AbortSignal.abort() }))
  assert.deepEqual([failure.code, failure.mayHaveArrived], ['aborted', false])
})

test('what was sent and then aborted may have arrived', async (t) => {
  const stop = new AbortController()
  const url = await listen(t, () => stop.abort())
  const failure = await failureOf(outgoing(t).request(url, { ...limits, signal: stop.signal }))
  assert.deepEqual([failure.code, failure.mayHaveArrived], ['aborted', true])
})

test('what was sent and not answered in time may have arrived', async (t) => {
  const url = await listen(t, () => {})
  const failure = await failureOf(outgoing(t).request(url, { ...limits, timeoutMilliseconds: 1000 }))
  assert.deepEqual([failure.code, failure.mayHaveArrived], ['timeout', true])
})

test('an answer that stops half way may have arrived', async (t) => {
  const url = await listen(t, (_request, response) => {
    response.writeHead(200, { 'content-length': '10' })
    response.write('half')
  })
  const failure = await failureOf(outgoing(t).request(url, { ...limits, timeoutMilliseconds: 1000 }))
  assert.deepEqual([failure.code, failure.mayHaveArrived], ['timeout', true])
})

test('a connection that breaks after the request was read may have arrived', async (t) => {
  const reset = await listen(t, (request) => request.on('end', () => request.socket.resetAndDestroy()).resume())
  const closed = await listen(t, (request) => request.on('end', () => request.socket.destroy()).resume())
  for (const url of [reset, closed]) {
    const failure = await failureOf(outgoing(t).request(url, { ...limits, method: 'POST', body: 'a=b' }))
    assert.deepEqual([failure.code, failure.mayHaveArrived], ['connection_lost', true])
  }
})

test('an answer that is no HTTP may have arrived', async (t) => {
  const server = createSocketServer((socket) => socket.on('error', () => {}).end('SSH-2.0-OpenSSH\r\n'))
  const failure = await failureOf(outgoing(t).request(await address(t, server), limits))
  assert.deepEqual([failure.code, failure.mayHaveArrived], ['connection_lost', true])
})

test('an answer over the limit is not read on, announced or not', async (t) => {
  const announced = await listen(t, (_request, response) => response.end(Buffer.alloc(1001)))
  const streamed = await listen(t, (_request, response) => {
    response.write(Buffer.alloc(600))
    response.end(Buffer.alloc(600))
  })
  for (const url of [announced, streamed]) {
    const failure = await failureOf(outgoing(t).request(url, limits))
    assert.deepEqual([failure.code, failure.mayHaveArrived], ['response_too_large', true])
  }
  const exact = await listen(t, (_request, response) => response.end(Buffer.alloc(1000)))
  assert.equal((await outgoing(t).request(exact, limits)).body.length, 1000)
})

test('what is no http address is refused', async (t) => {
  for (const url of ['ftp://127.0.0.1/', 'file:///etc/passwd', 'nonsense']) {
    const failure = await failureOf(outgoing(t).request(url, limits))
    assert.deepEqual([failure.code, failure.mayHaveArrived], ['invalid_address', false])
  }
})

function outgoing(t: TestContext, options: Partial<OutgoingOptions> = {}) {
  const out = createOutgoing({ allowPrivate: true, ...options })
  t.after(() => void out.close())
  return { request: (url: string, request: OutgoingRequest) => out.request(url, request) }
}

async function failureOf(request: Promise<unknown>): Promise<OutgoingFailure> {
  const failure = await request.then(
    () => assert.fail('there was an answer'),
    (error: unknown) => error,
  )
  assert.ok(failure instanceof OutgoingFailure, String(failure))
  return failure
}

function resolvingTo(...addresses: string[]): LookupFunction {
  return (_hostname, options, callback) => {
    if (options.all)
      callback(
        null,
        addresses.map((each) => ({ address: each, family: 4 })),
      )
    else callback(null, addresses[0] ?? '', 4)
  }
}

function listen(t: TestContext, listener: RequestListener): Promise<string> {
  return address(t, createServer(listener))
}

async function address(
  t: TestContext,
  server: ReturnType<typeof createServer> | ReturnType<typeof createSocketServer>,
): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function closedPort(): Promise<number> {
  const server = createSocketServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
