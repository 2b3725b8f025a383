import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'

import { connectionTo, outgoingOf, startChannel } from '../../../test/fake-twilio/channel.ts'
import { maxAttachmentSize } from './attachments.ts'
import { twilioConnector } from './connector.ts'

test('an attachment is fetched with credentials, which the host of the redirect does not see', async (t) => {
  const { fake, connection, connector } = await startChannel(t)
  const bytes = Buffer.from([0xff, 0xd8, 0, 1])
  const attachment = await connector.fetchAttachment(connection, fake.addMedia(bytes, 'image/jpeg'))
  assert.deepEqual(attachment, { bytes, contentType: 'image/jpeg' })
  assert.deepEqual(
    fake.requests.map(({ authorization }) => authorization?.slice(0, 6)),
    ['Basic ', undefined],
  )
})

test('credentials stay on redirects within the host, and do not come back from another', async (t) => {
  const seen: Array<string | undefined> = []
  const other = await serve(t, (request, response) => {
    seen.push(request.headers.authorization)
    response.writeHead(302, { location: `${url}/last` }).end()
  })
  const url = await serve(t, (request, response) => {
    seen.push(request.headers.authorization)
    if (request.url === '/last') response.end('done')
    else response.writeHead(302, { location: request.url === '/first' ? '/second' : other }).end()
  })
  const { bytes, contentType } = await twilioConnector(outgoingOf(t)).fetchAttachment(connectionTo(url), `${url}/first`)
  assert.deepEqual([bytes.toString(), contentType], ['done', 'application/octet-stream'])
  assert.deepEqual(
    seen.map((each) => each !== undefined),
    [true, true, false, false],
  )
})

test('an attachment of another host is not fetched', async (t) => {
  const { fake, connection, connector } = await startChannel(t)
  const elsewhere = [
    'http://example.com/a',
    'https://twilio.com.example.com/a',
    'http://api.twilio.com/a',
    'https://eviltwilio.com/a',
  ]
  for (const url of [...elsewhere, fake.filesUrl, 'file:///etc/passwd', 'nonsense']) {
    await assert.rejects(connector.fetchAttachment(connection, url), /not where Twilio keeps|Invalid URL/, url)
  }
  assert.equal(fake.requests.length, 0)
})

test('an attachment that is missing, too large, or behind redirects without an end throws', async (t) => {
  const url = await serve(t, (request, response) => {
    if (request.url === '/large')
      response.writeHead(200, { 'content-length': String(maxAttachmentSize + 1) }).flushHeaders()
    else if (request.url === '/missing') response.writeHead(404).end()
    else if (request.url === '/file') response.writeHead(302, { location: 'file:///etc/passwd' }).end()
    else if (request.url === '/metadata') response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end()
    else response.writeHead(302, { location: `${request.url}1` }).end()
  })
  const fetchAttachment = (path: string) =>
    twilioConnector(outgoingOf(t)).fetchAttachment(connectionTo(url), url + path)
  await assert.rejects(fetchAttachment('/missing'), /404/)
  await assert.rejects(fetchAttachment('/large'), { code: 'response_too_large' })
  await assert.rejects(fetchAttachment('/loop'), /more than 3 redirects/)
  await assert.rejects(fetchAttachment('/file'), /file:/)
  await assert.rejects(fetchAttachment('/metadata'), { code: 'address_refused' })
})

async function serve(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
