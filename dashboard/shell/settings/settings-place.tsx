import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { ChevronLeft, Compass } from 'lucide-react'
import { Suspense } from 'react'

import { useMay } from '../../api/session.ts'
import { Delayed } from '../../ui/delayed.tsx'
import { Skeleton, SkeletonLines } from '../../ui/skeleton.tsx'
import { EmptyState, NoPermission } from '../../ui/state.tsx'
import { findSettingsPage } from './settings-pages.ts'
import type { SettingsPage } from './settings-pages.ts'
import type { SettingsSearch } from './settings-search.ts'
import { texts } from './texts.ts'

/** One page of the settings, whichever the address names. */
export function SettingsPlace() {
  const { page: path = '', id } = useParams({ strict: false })
  const may = useMay()
  const page = findSettingsPage(path)
  return (
    <main className="mx-auto max-w-4xl px-4 py-4 md:px-8 md:py-6">
      {!id && (
        <Link to="/settings" className="mb-3 inline-flex h-8 items-center gap-1 text-muted hover:text-text md:hidden">
          <ChevronLeft aria-hidden className="size-4 rtl:-scale-x-100" />
          {texts.all}
        </Link>
      )}
      {!page && <EmptyState icon={<Compass />} title={texts.unknown} />}
      {page && (page.needs && !may(page.needs) ? <NoPermission /> : <Shown key={path} page={page} />)}
    </main>
  )
}

function Shown({ page: { path, component: Page } }: { page: SettingsPage }) {
  const { id } = useParams({ strict: false })
  const search = useSearch({ from: '/inside/settings' })
  const navigate = useNavigate()
  const onOpen = (next: string | undefined) =>
    void (next === undefined
      ? navigate({ to: '/settings/$page', params: { page: path }, search })
      : navigate({ to: '/settings/$page/$id', params: { page: path, id: next }, search }))
  return (
    <Suspense fallback={<Coming />}>
      <Page
        id={id}
        search={search}
        onSearch={(next) => void navigate({ to: '.', search: next as SettingsSearch, replace: true })}
        onOpen={onOpen}
      />
    </Suspense>
  )
}

function Coming() {
  return (
    <Delayed>
      <Skeleton className="mb-6 h-6 w-48" />
      <SkeletonLines count={6} />
    </Delayed>
  )
}
