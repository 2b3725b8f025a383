import { sealed, unsealed } from '../wire.ts'
import type { Kept, ToHost, ToPanel } from '../wire.ts'

/**
 * The page around us. Its origin is what the loader said it is: had another page lied about it, the browser would
 * deliver it nothing, and what it sends is not heard.
 */
const origin = new URLSearchParams(location.hash.slice(1)).get('origin') ?? ''
const isFramed = parent !== window && /^https?:\/\/[^/]+$/.test(origin)

export function tellHost(message: ToHost): void {
  if (isFramed) parent.postMessage(sealed(message), origin)
}

export function hearHost(hear: (message: ToPanel) => void): void {
  addEventListener('message', (event) => {
    if (event.source !== parent || event.origin !== origin) return
    const message = unsealed(event.data) as ToPanel | undefined
    if (message) hear(message)
  })
}

const longestRecallMilliseconds = 2000

/** What the storage of the page holds at this moment, which another tab may just have changed. */
export function recalled(): Promise<Kept | undefined> {
  return new Promise((resolve) => {
    const done = new AbortController()
    const finish = (kept?: Kept) => {
      done.abort()
      resolve(kept)
    }
    const hear = (event: MessageEvent) => {
      const message = event.source === parent ? (unsealed(event.data) as ToPanel | undefined) : undefined
      if (event.origin === origin && message?.type === 'kept') finish(message.kept)
    }
    addEventListener('message', hear, { signal: done.signal })
    setTimeout(finish, longestRecallMilliseconds)
    tellHost({ type: 'recall' })
  })
}

/** One tab at a time, where the browser can do that; where it cannot, the server still takes each message once. */
export function alone<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const { locks } = navigator as { locks?: LockManager }
  return locks ? (locks.request(`tether:${location.search}:${name}`, work) as Promise<Result>) : work()
}
