import { once } from 'node:events'

import { WebSocket } from 'ws'

import type { Target } from './requests.ts'

const openedAtOnce = 100

/** Sockets that listen; ours say hello with the target's token. */
export class Watchers {
  readonly sockets: WebSocket[] = []

  static async open(target: Target, path: string, count: number): Promise<Watchers> {
    const watchers = new Watchers()
    while (watchers.sockets.length < count) {
      const missing = Math.min(openedAtOnce, count - watchers.sockets.length)
      watchers.sockets.push(...(await Promise.all(Array.from({ length: missing }, () => openOne(target, path)))))
    }
    return watchers
  }

  /** Resolves when each has had so many frames of which this is true. */
  async untilEach(count: number, isWanted: (frame: Buffer) => boolean): Promise<void> {
    await Promise.all(
      this.sockets.map(
        (socket) =>
          new Promise<void>((resolve) => {
            let left = count
            const hear = (frame: Buffer) => {
              if (!isWanted(frame) || --left > 0) return
              socket.off('message', hear)
              resolve()
            }
            socket.on('message', hear)
          }),
      ),
    )
  }

  close(): void {
    for (const socket of this.sockets) socket.terminate()
  }
}

async function openOne({ url, token }: Target, path: string): Promise<WebSocket> {
  const socket = new WebSocket(url.replace('http', 'ws') + path, { perMessageDeflate: false })
  await once(socket, 'open')
  if (token === undefined) return socket
  const welcomed = once(socket, 'message')
  socket.send(JSON.stringify({ type: 'hello', token }))
  await welcomed
  return socket
}
