import { useState } from 'react'

export interface Draft<Value extends object> {
  value: Value
  isChanged: boolean
  /** What differs from what is saved. */
  changes: Partial<Value>
  set: <Name extends keyof Value>(name: Name, to: Value[Name]) => void
  /** For a field: `onValueChange={draft.setter('name')}`. */
  setter: <Name extends keyof Value>(name: Name) => (to: Value[Name]) => void
  reset: () => void
}

/** What a form shows until it is saved: what others change meanwhile is seen where nothing was written yet. */
export function useDraft<Value extends object>(saved: Value): Draft<Value> {
  const [written, setWritten] = useState<Partial<Value>>({})
  const entries = Object.entries(written).filter(([name, to]) => !isSame(to, saved[name as keyof Value]))
  const changes = Object.fromEntries(entries) as Partial<Value>
  const set: Draft<Value>['set'] = (name, to) => setWritten((before) => ({ ...before, [name]: to }))
  return {
    value: { ...saved, ...changes },
    isChanged: entries.length > 0,
    changes,
    set,
    setter: (name) => (to) => set(name, to),
    reset: () => setWritten({}),
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}
