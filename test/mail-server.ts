import type { AddressInfo, Socket } from 'node:net'
import { after } from 'node:test'

import { SMTPServer } from 'smtp-server'

interface ReceivedMail {
  to: string[]
  /** As it came, headers and all, with the soft line breaks of quoted-printable undone. */
  text: string
}

export interface MailServer {
  url: string
  received: ReceivedMail[]
  /** What becomes of the next mails, in order; then all are taken. */
  answers: Array<{ refuseWith: number } | 'hang up'>
  tries: number
}

/** A mail server on loopback, closed after the file's last test. */
export async function startMailServer(): Promise<MailServer> {
  const state: MailServer = { url: '', received: [], answers: [], tries: 0 }
  const sockets = new Set<Socket>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData(stream, session, callback) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        state.tries++
        const answer = state.answers.shift()
        if (answer === 'hang up') return sockets.forEach((socket) => socket.destroy())
        if (answer) return callback(Object.assign(new Error('Not now'), { responseCode: answer.refuseWith }))
        const to = session.envelope.rcptTo.map((each) => each.address)
        state.received.push({
          to,
          text: Buffer.concat(chunks).toString('utf8').replace(/=\r\n/g, '').replace(/=3D/g, '='),
        })
        callback()
      })
    },
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()))
  server.server.on('connection', (socket: Socket) => sockets.add(socket))
  const { port } = server.server.address() as AddressInfo
  state.url = `smtp://127.0.0.1:${port}`
  after(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return state
}
