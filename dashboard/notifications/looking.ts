import { useEffect } from 'react'

// Locks are what all tabs of a browser know of each other, and what a tab that crashes lets go of.
const lockOf = (conversationId: string) => `tether looks at ${conversationId}`

let here: string | undefined

/** What is before somebody's eyes in this tab, as long as it is. */
export function useLookingAt(conversationId: string | undefined): void {
  useEffect(() => {
    if (conversationId === undefined) return undefined
    let letGo: (() => void) | undefined
    const look = () => {
      if (isInFront()) letGo ??= hold(conversationId)
      else away()
    }
    const away = () => {
      letGo?.()
      letGo = undefined
    }
    look()
    for (const type of ['focus', 'blur']) addEventListener(type, look)
    document.addEventListener('visibilitychange', look)
    return () => {
      away()
      for (const type of ['focus', 'blur']) removeEventListener(type, look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [conversationId])
}

function isInFront(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus()
}

function hold(conversationId: string): () => void {
  here = conversationId
  const { promise, resolve } = Promise.withResolvers<void>()
  if ('locks' in navigator) void navigator.locks.request(lockOf(conversationId), { mode: 'shared' }, () => promise)
  return () => {
    if (here === conversationId) here = undefined
    resolve()
  }
}

/** What somebody has before them here or in another tab. */
export async function lookedAt(): Promise<ReadonlySet<string>> {
  const { held = [] } = 'locks' in navigator ? await navigator.locks.query() : {}
  const names = held.flatMap(({ name }) => (name?.startsWith(lockOf('')) ? name.slice(lockOf('').length) : []))
  return new Set(here === undefined ? names : [here, ...names])
}
