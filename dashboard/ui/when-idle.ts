const patienceMilliseconds = 2000

/** Does it once nothing else is to be done, and soon in any case; the answer calls it off. */
export function whenIdle(work: () => void): () => void {
  // Not all browsers say when they are idle.
  if (typeof requestIdleCallback !== 'function') {
    const timer = setTimeout(work, patienceMilliseconds / 4)
    return () => clearTimeout(timer)
  }
  const request = requestIdleCallback(work, { timeout: patienceMilliseconds })
  return () => cancelIdleCallback(request)
}
