import { createStore, del, get, set, values } from 'idb-keyval'

import type { SendEntry } from './entries.ts'
import type { EntryStore } from './send-queue.ts'

const store = createStore('tether-sending', 'entries')

/** In the browser's own database, which a reload and a crash leave alone. */
export const entryStore: EntryStore = {
  all: () => values<SendEntry>(store),
  get: (clientId) => get<SendEntry>(clientId, store),
  keep: (entry) => set(entry.clientId, entry, store),
  forget: (clientId) => del(clientId, store),
}
