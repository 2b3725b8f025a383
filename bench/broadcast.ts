/** A bare `ws` that says to everybody what it is told to, and asks nobody who they are. */
import http from 'node:http'

import { WebSocketServer } from 'ws'

const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
const server = http.createServer((request, response) => {
  if (request.method !== 'POST') return void response.end('ok')
  const times = Number(new URL(request.url ?? '/', 'http://localhost').searchParams.get('times') ?? 1)
  let text = ''
  request.setEncoding('utf8').on('data', (piece: string) => (text += piece))
  request.on('end', () => {
    const frame = Buffer.from(text)
    for (let count = 0; count < times; count++) {
      for (const socket of sockets.clients) socket.send(frame, { binary: false })
    }
    response.end('ok')
  })
})
server.on('upgrade', (request, connection, head) => sockets.handleUpgrade(request, connection, head, () => undefined))
server.listen(Number(process.env['PORT']), '127.0.0.1')

process.once('SIGTERM', () => process.exit(0))
