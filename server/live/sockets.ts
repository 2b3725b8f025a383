import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

import { WebSocketServer } from 'ws'

import type { App } from '../platform/http.ts'
import type { Log } from '../platform/log.ts'
import { Wheel } from '../platform/live/wheel.ts'
import type { House } from './house.ts'
import type { Arrival, ListenerKind } from './listener-kinds.ts'
import { Visit } from './visit.ts'

const largestFrame = 4096
const helloSeconds = 5
const closingMilliseconds = 1000
/** For so long a peer that does not close its side is waited for. */
const closeTimeout = 5000

/** The socket for pages: who connects says who it is in its first frame, so that no token stands in an address. */
export function liveSockets(app: App, house: House, kinds: ListenerKind[], log: Log, mostUnknown = 2000): void {
  const options = { noServer: true, maxPayload: largestFrame, perMessageDeflate: false, closeTimeout }
  const server = new WebSocketServer(options)
  /** Those who have not said yet who they are; each is looked at again when the wheel has turned once. */
  const unknown = new Wheel<Visit>(helloSeconds, 1000, (visit) => visit.isTooLong())

  async function takeOver(request: IncomingMessage, connection: Duplex, head: Buffer): Promise<void> {
    const arrival = arrivalOf(request)
    if (!(await mayTry(kinds, arrival))) return refuse(connection, '403 Forbidden')
    // Who means it says hello at once; so whoever only holds connections open keeps nobody else out.
    if (unknown.size >= mostUnknown) unknown.oldest?.giveWay()
    server.handleUpgrade(request, connection, head, (socket) => {
      const visit = new Visit({ socket, connection, arrival, house, kinds, log, isKnown: () => unknown.remove(visit) })
      unknown.add(visit)
    })
  }

  app.sockets.set('/api/live', (request, connection, head) => {
    connection.on('error', () => connection.destroy())
    void takeOver(request, connection, head).catch(() => connection.destroy())
  })
  app.addHook('preClose', (done) => {
    for (const socket of server.clients) socket.close(1001, 'server_stopping')
    // Whose page sleeps does not answer.
    setTimeout(() => server.clients.forEach((socket) => socket.terminate()), closingMilliseconds).unref()
    done()
  })
}

async function mayTry(kinds: ListenerKind[], arrival: Arrival): Promise<boolean> {
  for (const kind of kinds) if (await kind.mayTry(arrival)) return true
  return false
}

function arrivalOf({ headers }: IncomingMessage): Arrival {
  return { origin: headers.origin, host: headers.host, cookie: headers.cookie }
}

function refuse(connection: Duplex, status: string): void {
  connection.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}
