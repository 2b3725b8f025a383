import { useQueryClient } from '@tanstack/react-query'

import { useLiveEvents } from '../api/live-context.ts'
import { announce } from '../ui/use-announce.tsx'
import { keys } from './imports.ts'

/** Keeps imports as they are on the server, wherever somebody works on them. Stands once in the window. */
export function useImportEffects(): void {
  const queries = useQueryClient()
  useLiveEvents((events) => {
    const ours = events.filter(({ type }) => type.startsWith('import.'))
    const isOfFields = events.some(({ type }) => type.startsWith('contactSections.'))
    if (isOfFields) void queries.invalidateQueries({ queryKey: keys.setting('fields') })
    if (ours.length === 0) return
    void queries.invalidateQueries({ queryKey: keys.list })
    for (const id of new Set(ours.map(({ subjectId }) => subjectId))) {
      void queries.invalidateQueries({ queryKey: keys.one(id) })
      void queries.invalidateQueries({ queryKey: keys.contacts(id) })
    }
    void tell(ours.at(-1)?.type ?? '')
  })
}

/** Imports are few: what is said of them is fetched when there is one. */
async function tell(type: string): Promise<void> {
  const { texts } = await import('./texts.ts')
  const said = texts.happened[type]
  if (said) announce(said)
}
