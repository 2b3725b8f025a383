import { useEffect, useEffectEvent, useRef, useState } from 'react'

import { useCommand } from '../../ui/commands.ts'
import { SearchInput } from '../../ui/input.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import type { InboxSearch } from '../inbox-search.ts'
import { texts } from '../texts.ts'

type Scope = 'search' | 'text'
const pauseMilliseconds = 250

/** Looks for people, or for what was said, in the list as it is narrowed. */
export function SearchField({ search, onSearch }: { search: InboxSearch; onSearch: (search: InboxSearch) => void }) {
  const [scope, setScope] = useState<Scope>(search.text ? 'text' : 'search')
  const given = search[scope] ?? ''
  const [words, setWords] = useState(given)
  const [known, setKnown] = useState(given)
  const input = useRef<HTMLDivElement>(null)
  // The address may change otherwise: by another view, or by going back.
  if (given !== known) {
    setKnown(given)
    if (given.trim() !== words.trim()) setWords(given)
  }
  const ask = useEffectEvent((text: string, where: Scope) => {
    const { search: _search, text: _text, message: _message, ...rest } = search
    const asked = text.trim()
    if (asked !== (search[where] ?? '')) onSearch(asked ? { ...rest, [where]: asked } : rest)
  })
  useEffect(() => {
    const timer = setTimeout(() => ask(words, scope), pauseMilliseconds)
    return () => clearTimeout(timer)
  }, [words, scope])
  useCommand({
    id: 'list.search',
    label: texts.search,
    section: texts.section,
    keys: '/',
    run: () => input.current?.querySelector('input')?.focus(),
  })
  return (
    <div ref={input} className="flex min-w-0 flex-1 flex-col gap-1.5">
      <SearchInput
        label={texts.search}
        value={words}
        onValueChange={setWords}
        maxLength={200}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          if (words) setWords('')
          else event.currentTarget.blur()
        }}
      />
      {words.trim() !== '' && (
        <SegmentedControl
          label={texts.searchIn}
          value={scope}
          onValueChange={setScope}
          segments={[
            { value: 'search', label: texts.searchPeople },
            { value: 'text', label: texts.searchMessages },
          ]}
          className="w-full"
        />
      )}
    </div>
  )
}
