import { basePath } from '../api/client.ts'

/** So that the program opens without a network. Where a browser cannot, it works with one. */
export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator)) return
  addEventListener('load', () => {
    navigator.serviceWorker.register(`${basePath}/service-worker.js`).catch(() => undefined)
  })
}
