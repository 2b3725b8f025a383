import { connect } from 'node:net'

/** Sends the bytes as they are; answers everything that comes back until the server hangs up. */
export function sendRaw(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    let answer = ''
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()))
    socket.on('close', () => resolve(answer))
    socket.on('error', () => resolve(answer))
  })
}

/** Sends the bytes and is gone. */
export function sendAndHangUp(port: number, bytes: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes))
    socket.on('close', () => resolve())
    socket.on('error', () => resolve())
    socket.resume()
  })
}

/** The first of the answers in it. */
export function readRaw(text: string): { statusCode: number; body: string } {
  const [head = '', body = ''] = text.split('\r\n\r\n')
  return { statusCode: Number(head.split(' ')[1]), body }
}
