import { once } from 'node:events'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

export interface CuttingProxy {
  /** The database through the proxy. */
  url: string
  /** Cuts the connection when a transaction that said this has been committed, before anybody here hears of it; once. */
  cutAtCommitOf: (words: string) => Promise<void>
  /** Cuts every connection, and takes no new one until the database is back. */
  beAway: () => void
  beBack: () => void
}

/** Stands between the server and its database, for what happens when the two lose each other. */
export async function startCuttingProxy(t: TestContext, databaseUrl: string): Promise<CuttingProxy> {
  const target = new URL(databaseUrl)
  let armed: { words: string; done: () => void } | undefined
  let isAway = false
  const sockets = new Set<net.Socket>()

  const server = net.createServer((client) => {
    if (isAway) return void client.destroy()
    const database = net.connect(Number(target.port), target.hostname)
    let hasSaid = false
    let cutting: (() => void) | undefined
    for (const socket of [client, database]) {
      sockets.add(socket)
      socket.on('error', () => undefined).on('close', () => [client, database].forEach((each) => each.destroy()))
    }
    client.on('data', (data) => {
      if (armed && data.includes(armed.words)) hasSaid = true
      if (armed && hasSaid && data.includes('commit')) {
        cutting = armed.done
        armed = undefined
      }
      database.write(data)
    })
    database.on('data', (data) => {
      if (!cutting) return void client.write(data)
      client.destroy()
      cutting()
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const cutAll = () => sockets.forEach((socket) => socket.destroy())
  t.after(() => {
    server.close()
    cutAll()
  })

  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    cutAtCommitOf: (words) => new Promise((done) => (armed = { words, done })),
    beAway() {
      isAway = true
      cutAll()
    },
    beBack: () => void (isAway = false),
  }
}
