import { useQuery } from '@tanstack/react-query'
import { ListFilter } from 'lucide-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'

import { Button } from '../ui/button.tsx'
import { useCommand } from '../ui/commands.ts'
import { SearchInput } from '../ui/input.tsx'
import { Picker } from '../ui/picker.tsx'
import { tagsQuery } from './contact-queries.ts'
import { customFieldsOf } from './contact.ts'
import type { ContactsSearch } from './contacts-search.ts'
import { FilterChip } from './filter-chip.tsx'
import { filterKinds, isAsked, without } from './filter-kinds.ts'
import type { FilterKind } from './filter-kinds.ts'
import { colleagueOptions } from './owner-field.tsx'
import { StageDot } from './stage-field.tsx'
import { texts } from './texts.ts'
import { useColleagues, usePipelines, useSections } from './use-contact.ts'
import { useSettled } from './use-settled.ts'

/** What the table is narrowed to, and what else it could be. */
export function FilterBar({
  search,
  onSearch,
}: {
  search: ContactsSearch
  onSearch: (search: ContactsSearch) => void
}) {
  const kinds = useFilterKinds()
  const [openId, setOpenId] = useState<string | undefined>(undefined)
  const [isPicking, setIsPicking] = useState(false)
  const shown = kinds.filter((kind) => isAsked(kind, search) || kind.id === openId)
  useCommand({
    id: 'contacts.filter',
    label: texts.filter,
    section: texts.contacts,
    keys: 'f',
    run: () => setIsPicking(true),
  })
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <SearchField text={search.search ?? ''} onText={(text) => onSearch(withText(search, text))} />
      {shown.map((kind) => (
        <FilterChip
          key={kind.id}
          kind={kind}
          search={search}
          onSearch={onSearch}
          isOpen={openId === kind.id}
          onOpenChange={(isOpen) => setOpenId(isOpen ? kind.id : undefined)}
          onRemove={() => {
            setOpenId(undefined)
            onSearch(without(kind, search))
          }}
        />
      ))}
      <Picker
        label={texts.filter}
        isOpen={isPicking}
        onOpenChange={setIsPicking}
        options={kinds.map(({ id, label }) => ({ value: id, label }))}
        selected={shown.map(({ id }) => id)}
        // The picker gives the focus back to its button first; then the filter takes it.
        onPick={(id) => setTimeout(() => setOpenId(id), 50)}
        trigger={
          <Button variant="quiet" size="small" icon={<ListFilter aria-hidden className="size-3.5" />}>
            {texts.filter}
          </Button>
        }
      />
      {shown.length > 1 && (
        <Button variant="quiet" size="small" onClick={() => onSearch(cleared(search, kinds))}>
          {texts.clearFilters}
        </Button>
      )}
    </div>
  )
}

function SearchField({ text, onText }: { text: string; onText: (text: string) => void }) {
  const field = useRef<HTMLInputElement>(null)
  const [draft, setDraft] = useState(text)
  const [known, setKnown] = useState(text)
  const settled = useSettled(draft, 200)
  // The address changed by itself, as by going back.
  if (known !== text) {
    setKnown(text)
    if (text !== settled.trim()) setDraft(text)
  }
  const commit = useEffectEvent((words: string) => {
    if (words === draft && words.trim() !== text) onText(words.trim())
  })
  useEffect(() => commit(settled), [settled])
  useCommand({
    id: 'contacts.search',
    label: texts.searchContacts,
    section: texts.contacts,
    keys: '/',
    run: () => field.current?.focus(),
  })
  return (
    <div className="w-full xs:w-60">
      <SearchInput ref={field} label={texts.searchContacts} value={draft} onValueChange={setDraft} maxLength={200} />
    </div>
  )
}

function useFilterKinds(): FilterKind[] {
  const colleagues = useColleagues()
  const pipelines = usePipelines()
  const { data: tags = [] } = useQuery(tagsQuery)
  const stages = pipelines.flatMap((pipeline) => pipeline.stages)
  const statuses = stages
    .filter((stage, index) => stages.findIndex(({ name }) => name === stage.name) === index)
    .map(({ name, color }) => ({ value: name, label: name, icon: StageDot({ color }) }))
  return filterKinds({
    statuses,
    pipelines: pipelines.map(({ _id, name }) => ({ value: _id, label: name })),
    people: colleagueOptions(colleagues),
    tags: tags.map((tag) => ({ value: tag, label: tag })),
    fields: customFieldsOf(useSections()),
  })
}

function withText({ search: _before, ...rest }: ContactsSearch, text: string): ContactsSearch {
  return text ? { ...rest, search: text } : rest
}

function cleared(search: ContactsSearch, kinds: FilterKind[]): ContactsSearch {
  return kinds.reduce((left, kind) => without(kind, left), search)
}
