import { useNavigate, useSearch } from '@tanstack/react-router'
import { Plus, UsersRound } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'

import { useMay } from '../api/session.ts'
import { Button } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { EmptyState } from '../ui/state.tsx'
import { useIsPhone } from '../ui/use-media-query.ts'
import { BulkBar } from './bulk-bar.tsx'
import { useColumns } from './column-choice.ts'
import { ColumnMenu } from './column-menu.tsx'
import type { Contact } from './contact.ts'
import { ContactsHeader } from './contacts-header.tsx'
import { readContactsSearch } from './contacts-search.ts'
import type { ContactsSearch } from './contacts-search.ts'
import { ContactsTable } from './contacts-table.tsx'
import { FilterBar } from './filter-bar.tsx'
import { NewContactDialog } from './new-contact-dialog.tsx'
import { NewsButton } from './news-button.tsx'
import { Failure } from './part-state.tsx'
import { TableSkeleton } from './table-skeleton.tsx'
import { texts } from './texts.ts'
import { useBulk } from './use-bulk.ts'
import { useColleagues, usePipelines } from './use-contact.ts'
import { useContactList } from './use-contact-list.ts'
import type { ContactList } from './use-contact-list.ts'
import { useSelection } from './use-selection.ts'

/** All contacts that one may see. What the table is narrowed to stands in the address; `actions` go beside "New contact". */
export function ContactsPage({ actions }: { actions?: ReactNode }) {
  const search = readContactsSearch(useSearch({ strict: false }))
  const navigate = useNavigate()
  const onSearch = (next: ContactsSearch) => void navigate({ to: '/contacts', search: next, replace: true })
  const query = useContactList(search)
  const [isCreating, setIsCreating] = useState(false)
  const create = () => setIsCreating(true)
  return (
    <main className="flex min-h-0 min-w-0 flex-1 flex-col gap-3 bg-canvas p-3 md:p-4">
      <ContactsHeader total={query.data?.pages[0]?.total} actions={actions} onCreate={create} />
      <Contents query={query} search={search} onSearch={onSearch} onCreate={create} />
      {isCreating && <NewContactDialog onClose={() => setIsCreating(false)} />}
    </main>
  )
}

interface ContentsProps {
  query: ContactList
  search: ContactsSearch
  onSearch: (search: ContactsSearch) => void
  onCreate: () => void
}

function Contents({ query, search, onSearch, onCreate }: ContentsProps) {
  const navigate = useNavigate()
  const isPhone = useIsPhone()
  const columns = useColumns()
  const context = { colleagues: useColleagues(), colors: useColors() }
  const [activeIndex, setActiveIndex] = useState(0)
  const { data, error, refetch } = query
  const contacts = data?.pages.flatMap((page) => page.data) ?? []
  const total = data?.pages[0]?.total ?? 0
  const selection = useSelection(contacts, total, JSON.stringify(search))
  const bulk = useBulk(search, contacts, selection)
  const open = ({ _id }: Contact) => void navigate({ to: '/contacts/$contactId', params: { contactId: _id } })
  const loadMore = () => {
    if (query.hasNextPage && !query.isFetchingNextPage && !query.isFetchNextPageError) void query.fetchNextPage()
  }
  return (
    <>
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          {selection.count > 0 || bulk.progress ? (
            <BulkBar selection={selection} total={total} bulk={bulk} />
          ) : (
            <FilterBar search={search} onSearch={onSearch} />
          )}
        </div>
        <NewsButton />
        {!isPhone && <ColumnMenu {...columns} />}
      </div>
      {data === undefined &&
        (error ? <Failure error={error} onRetry={() => void refetch()} isSmall={false} /> : <TableSkeleton />)}
      {data && contacts.length === 0 && <Nothing search={search} onSearch={onSearch} onCreate={onCreate} />}
      {contacts.length > 0 && (
        <div className={classes('flex min-h-0 flex-1 flex-col', query.isPlaceholderData && 'opacity-60')}>
          <ContactsTable
            contacts={contacts}
            total={total}
            columns={columns.shown}
            context={context}
            search={search}
            onSearch={onSearch}
            selection={selection}
            activeIndex={Math.min(activeIndex, contacts.length - 1)}
            onActiveChange={setActiveIndex}
            onOpen={open}
            onEndReached={loadMore}
            isPhone={isPhone}
          />
          {query.isFetchNextPageError && (
            <Button size="small" className="mt-2 self-center" onClick={() => void query.fetchNextPage()}>
              {texts.loadRest}
            </Button>
          )}
        </div>
      )}
    </>
  )
}

function useColors(): ReadonlyMap<string, string> {
  return new Map(usePipelines().flatMap(({ stages }) => stages.map(({ name, color }) => [name, color] as const)))
}

function Nothing({ search, onSearch, onCreate }: Omit<ContentsProps, 'query'>) {
  const may = useMay()
  const { sort: _sort, order: _order, ...filters } = search
  if (Object.keys(filters).length > 0) {
    return (
      <EmptyState
        icon={<UsersRound />}
        title={texts.noneMatch}
        text={texts.noneMatchHint}
        action={<Button onClick={() => onSearch({})}>{texts.clearFilters}</Button>}
      />
    )
  }
  return (
    <EmptyState
      icon={<UsersRound />}
      title={texts.noContacts}
      text={texts.noContactsHint}
      action={
        may('createContact') && (
          <Button variant="primary" icon={<Plus aria-hidden className="size-4" />} onClick={onCreate}>
            {texts.newContact}
          </Button>
        )
      }
    />
  )
}
