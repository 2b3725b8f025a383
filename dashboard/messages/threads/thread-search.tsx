import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useDeferredValue, useEffect, useEffectEvent, useState } from 'react'

import { api, ok } from '../../api/client.ts'
import { useCommand } from '../../ui/commands.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { SearchInput } from '../../ui/input.tsx'
import { texts } from '../texts.ts'

interface ThreadSearchProps {
  conversationId: string
  onWords: (words: string) => void
  onShow: (messageId: string) => void
}

/** A line in which one goes from match to match. Over the messages it would hide them: it is opened from elsewhere, by its command. */
export function ThreadSearch(props: ThreadSearchProps) {
  const [isOpen, setIsOpen] = useState(false)
  const keys = 'mod+shift+f'
  useCommand({ id: 'messages.search', label: texts.search, section: texts.section, keys, run: () => setIsOpen(true) })
  if (!isOpen) return undefined
  return (
    <SearchLine
      {...props}
      onClose={() => {
        setIsOpen(false)
        props.onWords('')
      }}
    />
  )
}

function SearchLine({ conversationId, onWords, onShow, onClose }: ThreadSearchProps & { onClose: () => void }) {
  const [words, setWords] = useState('')
  const [index, setIndex] = useState(0)
  const q = useDeferredValue(words.trim())
  const { data, isFetching } = useMatches(conversationId, q)
  const found = q === '' ? [] : (data ?? [])
  const current = found[index]
  const show = useEffectEvent(onShow)
  const currentId = current?._id
  useEffect(() => {
    if (currentId !== undefined) show(currentId)
  }, [currentId])
  const go = (step: number) => {
    if (found.length > 0) setIndex((index + step + found.length) % found.length)
  }
  return (
    <div role="search" className="flex items-center gap-1 border-b bg-surface px-3 py-1.5">
      <div className="min-w-0 flex-1">
        <SearchInput
          autoFocus
          label={texts.search}
          value={words}
          onValueChange={(value) => {
            setWords(value)
            setIndex(0)
            onWords(value)
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') go(event.shiftKey ? -1 : 1)
            if (event.key === 'Escape') onClose()
          }}
        />
      </div>
      <span role="status" className="min-w-20 px-1 text-center text-xs text-muted tabular-nums">
        {q !== '' && !isFetching && (current ? texts.searchPlace(index + 1, found.length) : texts.searchNone)}
      </span>
      <IconButton label={texts.searchNext} keys="enter" size="small" onClick={() => go(1)} disabled={!current}>
        <ChevronUp className="size-4" />
      </IconButton>
      <IconButton
        label={texts.searchPrevious}
        keys="shift+enter"
        size="small"
        onClick={() => go(-1)}
        disabled={!current}
      >
        <ChevronDown className="size-4" />
      </IconButton>
      <IconButton label={texts.searchClose} keys="escape" size="small" onClick={onClose}>
        <X className="size-4" />
      </IconButton>
    </div>
  )
}

function useMatches(conversationId: string, q: string) {
  return useQuery({
    queryKey: ['messages-search', conversationId, q],
    enabled: q !== '',
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const query = { q, conversationId, size: 100 }
      return (await ok(api.GET('/api/messages/search', { params: { query }, signal }))).messages
    },
  })
}
