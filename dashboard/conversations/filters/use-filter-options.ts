import { useQuery } from '@tanstack/react-query'

import { channelsQuery, colleaguesQuery, stagesQuery } from '../queries.ts'
import { texts } from '../texts.ts'
import type { FilterName, Filters, Where } from './filters.ts'
import { countOf } from './where-draft.ts'

interface Option {
  value: string
  label: string
}

/** What each filter can be set to, and how it is called. */
export function useFilterOptions() {
  const { data: colleagues = [] } = useQuery(colleaguesQuery)
  const { data: channels = [] } = useQuery(channelsQuery)
  const { data: stages = [] } = useQuery(stagesQuery)
  const people = colleagues.map(({ _id, fullName }) => ({ value: _id, label: fullName }))
  return {
    people,
    channels: channels.map(({ _id, name }) => ({ value: _id, label: name })),
    stages: stages.map((name) => ({ value: name, label: name })),
  }
}

export type FilterOptions = ReturnType<typeof useFilterOptions>

/** What a chip says that the filter is set to. */
export function shownValue(name: FilterName, value: Filters[FilterName], options: FilterOptions): string {
  if (name === 'where') return texts.where.chip(countOf(value as Where))
  const text = String(value)
  if (name === 'waitingMinutes') return texts.duration(Number(value))
  if (typeof value === 'boolean') return texts.yesNo[name as keyof typeof texts.yesNo][text as 'true' | 'false']
  if (name === 'state') return texts.states[text as keyof typeof texts.states]
  if (name === 'channelType') return texts.channelTypes[text] ?? text
  if (name === 'channelId') return labelOf(text, options.channels) ?? texts.unknownChannel
  if (name !== 'assignee' && name !== 'owner') return text
  if (text === 'me') return texts.me
  if (text === 'none') return texts.nobody
  return labelOf(text, options.people) ?? texts.somebody
}

function labelOf(value: string, options: readonly Option[]): string | undefined {
  return options.find((option) => option.value === value)?.label
}
