import { basePath } from '../api/client.ts'
import { whenIdle } from '../ui/when-idle.ts'

// The service worker's.
const cacheName = 'tether'
const againMilliseconds = 5000

/** So that the program opens without a network. Where a browser cannot, it works with one. */
export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator)) return
  addEventListener('load', () => {
    navigator.serviceWorker.register(`${basePath}/service-worker.js`).catch(() => undefined)
    if (navigator.serviceWorker.controller) return keepSoon()
    navigator.serviceWorker.addEventListener('controllerchange', keepSoon, { once: true })
  })
}

/** Once more a little later: what was on its way when the worker came is there by then. */
function keepSoon(): void {
  const keep = () => void keepFirstParts().catch(() => undefined)
  whenIdle(keep)
  setTimeout(keep, againMilliseconds)
}

/** What came before the worker was there passed it by. */
async function keepFirstParts(): Promise<void> {
  const cache = await caches.open(cacheName)
  const page = new URL('./', document.baseURI).href
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name)
  const assets = loaded.filter((url) => url.startsWith(`${page}assets/`))
  for (const url of [page, new URL('theme-boot.js', page).href, ...assets])
    if (!(await cache.match(url))) await cache.add(url)
}
