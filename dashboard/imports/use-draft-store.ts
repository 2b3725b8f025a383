import { useState } from 'react'

import type { ImportOptions } from './imports.ts'

/** What was chosen and not yet sent: a reload must not lose it, another day may. */
export function useImportDraft(id: string, initial: ImportOptions) {
  const [draft, setDraft] = useStored<ImportOptions>(`tether.import.${id}`, initial)
  const change = (values: Partial<ImportOptions>) => setDraft({ ...draft, ...values })
  return { draft, change, forget: () => sessionStorage.removeItem(`tether.import.${id}`) }
}

/** Whether somebody has gone back from the check to the columns. */
export function useIsMapping(id: string): [boolean, (isMapping: boolean) => void] {
  return useStored(`tether.import.${id}.mapping`, false)
}

function useStored<Value>(key: string, initial: Value): [Value, (value: Value) => void] {
  const [value, setValue] = useState(() => read(key, initial))
  const store = (next: Value) => {
    setValue(next)
    sessionStorage.setItem(key, JSON.stringify(next))
  }
  return [value, store]
}

function read<Value>(key: string, initial: Value): Value {
  try {
    const text = sessionStorage.getItem(key)
    return text === null ? initial : (JSON.parse(text) as Value)
  } catch {
    return initial
  }
}
