import { useSyncExternalStore } from 'react'

type Announcement = { text: string; isUrgent: boolean; turn: number }

const listeners = new Set<() => void>()
let latest: Announcement = { text: '', isUrgent: false, turn: 0 }

/** Says a sentence to those who listen to the page instead of looking at it. */
export function announce(text: string, { isUrgent = false }: { isUrgent?: boolean } = {}): void {
  latest = { text, isUrgent, turn: latest.turn + 1 }
  for (const listener of listeners) listener()
}

export function useAnnounce(): typeof announce {
  return announce
}

/** Stands once on the page; UiRoot has it. */
export function Announcer() {
  const { text, isUrgent, turn } = useSyncExternalStore(subscribe, () => latest)
  // The same sentence twice is only said twice if the text of the region changes.
  const said = turn % 2 === 0 ? text : `${text}\u00A0`
  return (
    <div className="sr-only">
      <div role="status" aria-live="polite" aria-atomic="true">
        {isUrgent ? '' : said}
      </div>
      <div role="alert" aria-live="assertive" aria-atomic="true">
        {isUrgent ? said : ''}
      </div>
    </div>
  )
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
