import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A store that speaks as much of S3 as the storage needs, on loopback; the bucket stands in the path. */
export class FakeS3 {
  url = ''
  readonly accessKeyId = 'AKIDEXAMPLE'
  /** By path: `/bucket/key`. */
  readonly objects = new Map<string, Buffer>()
  /** Uploads in parts that were neither ended nor given up. */
  readonly uploads = new Map<string, Map<number, Buffer>>()
  /** Every request, the refused ones too. */
  readonly requests: Array<{ method: string; path: string; authorization: string }> = []

  readonly #server = createServer((request, response) => {
    void this.#answer(request, response).catch(() => response.destroy())
  })

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', headers } = request
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url)
    this.requests.push({ method, path: pathname, authorization: String(headers.authorization) })
    const body = Buffer.concat(await request.toArray())
    if (!this.#isSigned(request)) return refuse(response, 403, 'SignatureDoesNotMatch')
    if (searchParams.has('uploads') || searchParams.has('uploadId')) {
      return this.#answerParts(method, pathname, searchParams, body, response)
    }
    if (method === 'PUT') {
      this.objects.set(pathname, body)
      return void response.writeHead(200, { etag: '"1"' }).end()
    }
    if (method === 'DELETE') {
      this.objects.delete(pathname)
      return void response.writeHead(204).end()
    }
    const object = this.objects.get(pathname)
    if (object) sendObject(response, object, headers.range)
    else refuse(response, 404, 'NoSuchKey')
  }

  #answerParts(method: string, path: string, query: URLSearchParams, body: Buffer, response: ServerResponse): void {
    if (query.has('uploads')) {
      const id = randomBytes(8).toString('hex')
      this.uploads.set(id, new Map())
      return xml(
        response,
        200,
        `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
      )
    }
    const id = query.get('uploadId') ?? ''
    const parts = this.uploads.get(id)
    if (!parts) return refuse(response, 404, 'NoSuchUpload')
    if (method === 'PUT') {
      const number = Number(query.get('partNumber'))
      parts.set(number, body)
      return void response.writeHead(200, { etag: `"${number}"` }).end()
    }
    this.uploads.delete(id)
    if (method === 'DELETE') return void response.writeHead(204).end()
    const inOrder = [...parts].toSorted(([first], [second]) => first - second)
    this.objects.set(path, Buffer.concat(inOrder.map(([, bytes]) => bytes)))
    xml(response, 200, '<CompleteMultipartUploadResult><ETag>"1"</ETag></CompleteMultipartUploadResult>')
  }

  #isSigned({ headers }: IncomingMessage): boolean {
    const credential = `AWS4-HMAC-SHA256 Credential=${this.accessKeyId}/`
    const { authorization = '' } = headers
    return (
      authorization.startsWith(credential) &&
      /\/eu-test-1\/s3\/aws4_request, SignedHeaders=[\w;-]*\bhost\b[\w;-]*, Signature=[0-9a-f]{64}$/.test(
        authorization,
      ) &&
      headers['x-amz-date'] !== undefined
    )
  }
}

function sendObject(response: ServerResponse, object: Buffer, range: string | undefined): void {
  const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? []
  if (!start) return void response.writeHead(200, { 'content-length': object.length }).end(object)
  const part = object.subarray(Number(start), Number(end) + 1)
  response.writeHead(206, { 'content-range': `bytes ${start}-${end}/${object.length}` }).end(part)
}

function refuse(response: ServerResponse, status: number, code: string): void {
  xml(response, status, `<Error><Code>${code}</Code><Message>${code}</Message></Error>`)
}

function xml(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' }).end(`<?xml version="1.0" encoding="UTF-8"?>${text}`)
}
