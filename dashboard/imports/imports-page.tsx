import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { FileUp, Plus } from 'lucide-react'

import { useMay } from '../api/session.ts'
import { BackLabel } from '../ui/back-label.tsx'
import { buttonClasses } from '../ui/button-classes.ts'
import { useCommand } from '../ui/commands.ts'
import { Delayed } from '../ui/delayed.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { EmptyState, ErrorState, NoPermission } from '../ui/state.tsx'
import { usePageTitle } from '../ui/title.ts'
import { ImportTable } from './import-table.tsx'
import { importsQuery } from './imports.ts'
import { ImportFrame } from './import-frame.tsx'
import { colleaguesQuery } from './settings.ts'
import { texts } from './texts.ts'

/** What was imported, by whom, and what came of it; and the way to the next one. */
export function ImportsPage() {
  usePageTitle(texts.title)
  const may = useMay()
  const navigate = useNavigate()
  const run = () => void navigate({ to: '/contacts/imports/$importId', params: { importId: 'new' } })
  const command = { id: 'imports.new', label: texts.importContacts, section: texts.section, keys: 'c', run }
  useCommand(may('uploadImport') ? command : undefined)
  return (
    <ImportFrame>
      <PageHeader
        title={texts.title}
        description={texts.titleHint}
        back={
          <Link to="/contacts" className="hover:text-text">
            <BackLabel>{texts.contacts}</BackLabel>
          </Link>
        }
        actions={may('uploadImport') && <NewImportLink />}
      />
      {may('listImports') ? <Imports /> : <NoPermission />}
    </ImportFrame>
  )
}

function Imports() {
  const query = useInfiniteQuery(importsQuery)
  const { data: colleagues } = useQuery(colleaguesQuery)
  const may = useMay()
  const { data, error, refetch } = query
  if (error && !data) return <ErrorState text={error.message} onRetry={() => void refetch()} />
  if (!data) return <Waiting />
  const imports = data.pages.flatMap((page) => page.imports)
  if (imports.length === 0) {
    const action = may('uploadImport') && <NewImportLink />
    return <EmptyState icon={<FileUp />} title={texts.none} text={texts.noneHint} action={action} />
  }
  const names = new Map(colleagues?.map(({ _id, fullName }) => [_id, fullName]))
  return (
    <>
      <ImportTable imports={imports} nameOf={(id) => (colleagues ? (names.get(id) ?? texts.formerColleague) : '')} />
      <LoadMore
        hasMore={query.hasNextPage}
        isLoading={query.isFetchingNextPage}
        hasFailed={query.isFetchNextPageError}
        onLoad={() => void query.fetchNextPage()}
      />
    </>
  )
}

function NewImportLink() {
  return (
    <Link
      to="/contacts/imports/$importId"
      params={{ importId: 'new' }}
      className={buttonClasses({ variant: 'primary' })}
    >
      <Plus aria-hidden className="size-4" />
      {texts.importContacts}
    </Link>
  )
}

function Waiting() {
  return (
    <Delayed>
      <div className="flex flex-col gap-2">
        {['a', 'b', 'c', 'd'].map((line) => (
          <Skeleton key={line} className="h-10" />
        ))}
      </div>
    </Delayed>
  )
}
