/// <reference lib="webworker" />
const worker = globalThis as unknown as ServiceWorkerGlobalScope

const cacheName = 'tether'
const mostAssets = 150
const page = new URL('./', worker.registration.scope).href
const assets = new URL('assets/', page).href
/** Runs before the page is painted; its name stays when it changes. */
const themeBoot = new URL('theme-boot.js', page).href

/** Paths that are no pages of the dashboard, though a browser may go there. */
const elsewhere = ['api/', 'widget', 'demo', 'developers', 'reset-password', 'metrics']

worker.addEventListener('install', () => void worker.skipWaiting())
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()))

/** The program itself opens without a network; what it shows is the page's business, and answers of the API are never kept here. */
worker.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET' || !request.url.startsWith(page)) return
  if (request.url.startsWith(assets)) event.respondWith(keptAsset(request))
  else if (request.url === themeBoot) event.respondWith(freshest(request, themeBoot))
  else if (request.mode === 'navigate' && isOurs(request.url)) event.respondWith(freshest(request, page))
})

function isOurs(url: string): boolean {
  const rest = url.slice(page.length)
  return !elsewhere.some((path) => rest.startsWith(path))
}

/** Their names change with what is in them. */
async function keptAsset(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName)
  const kept = await cache.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) await keep(cache, request, answer)
  return answer
}

async function freshest(request: Request, name: string): Promise<Response> {
  const cache = await caches.open(cacheName)
  try {
    const answer = await fetch(request)
    if (answer.ok) await cache.put(name, answer.clone())
    return answer
  } catch (error) {
    const kept = await cache.match(name)
    if (kept) return kept
    throw error
  }
}

async function keep(cache: Cache, request: Request, answer: Response): Promise<void> {
  await cache.put(request, answer.clone())
  const keys = await cache.keys()
  for (const old of keys.slice(0, Math.max(0, keys.length - mostAssets))) await cache.delete(old)
}

/** As the server pushes it. */
interface News {
  title: string
  body: string
  tag: string
  subjectType: string
  subjectId: string
}

worker.addEventListener('push', (event) => event.waitUntil(show(event.data?.json() as News | undefined)))
worker.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(event.notification.data as News))
})

/** Whoever looks at a page of ours is told there. */
async function show(news: News | undefined): Promise<void> {
  if (!news) return
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const isTest = news.subjectType === 'test'
  if (!isTest && pages.some(({ focused, visibilityState }) => focused && visibilityState === 'visible')) return
  const icon = new URL('icon-192.png', page).href
  // A page that is open may have rung already.
  const options = { body: news.body, tag: news.tag, renotify: pages.length === 0, icon, data: news }
  await worker.registration.showNotification(news.title, options)
}

/** In a page that is open, where there is one: what is being written in it stays. */
async function open({ subjectType, subjectId }: News): Promise<void> {
  const [last] = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (!last) return void (await worker.clients.openWindow(new URL(pathTo(subjectType, subjectId), page)))
  last.postMessage({ type: 'pushPressed', subjectType, subjectId }, [])
  await last.focus().catch(() => undefined)
}

function pathTo(subjectType: string, id: string): string {
  const folders: Record<string, string> = {
    conversation: 'inbox',
    contact: 'contacts',
    import: 'contacts/imports',
    webhook: 'settings/webhooks',
  }
  return folders[subjectType] ? `${folders[subjectType]}/${id}` : 'settings/notifications'
}
