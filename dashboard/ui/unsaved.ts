import { useEffect, useId } from 'react'

const unsaved = new Set<string>()

/** Tells, while it is so, that something on the page would be lost with it. */
export function useUnsaved(isChanged: boolean): void {
  const id = useId()
  useEffect(() => {
    if (!isChanged) return
    unsaved.add(id)
    return () => void unsaved.delete(id)
  }, [id, isChanged])
}

export function hasUnsaved(): boolean {
  return unsaved.size > 0
}
