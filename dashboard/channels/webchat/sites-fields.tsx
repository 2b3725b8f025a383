import { useState } from 'react'

import { problemWith } from '../../api/field-problem.ts'
import { ApiError } from '../../api/errors.ts'
import { Field } from '../../ui/field.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { domainsIn } from './settings-draft.ts'
import { texts } from './texts.ts'
import type { PartProps } from './webchat-editor.tsx'

export function SitesFields({ draft, set, error }: PartProps) {
  const [written, setWritten] = useState(draft.allowedDomains.join('\n'))
  const [known, setKnown] = useState(draft.allowedDomains)
  // Discarded or saved: what is written follows, but never while somebody writes.
  if (known !== draft.allowedDomains) {
    setKnown(draft.allowedDomains)
    if (domainsIn(written).join() !== draft.allowedDomains.join()) setWritten(draft.allowedDomains.join('\n'))
  }
  const write = (text: string) => {
    setWritten(text)
    set({ allowedDomains: domainsIn(text) })
  }
  return (
    <Field label={texts.domains} hint={texts.domainsHint} error={problemIn(error, draft.allowedDomains)}>
      <TextArea dir="ltr" rows={2} spellCheck={false} autoCapitalize="off" value={written} onValueChange={write} />
    </Field>
  )
}

/** The server names the domain by its place. */
function problemIn(error: unknown, domains: string[]): string | undefined {
  const details = error instanceof ApiError ? error.details : []
  const place = details.map(({ field }) => /^allowedDomains[./](\d+)/.exec(field ?? '')?.[1]).find(Boolean)
  if (place === undefined) return problemWith(error, 'allowedDomains')
  const problem = details.find(({ field }) => field?.startsWith('allowedDomains'))?.message ?? ''
  return `${domains[Number(place)] ?? ''}: ${problem.replace(/^\S+ (?=must )/, '')}`
}
