import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'

import { FirstSteps } from '../../organizations/first-steps.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import type { SettingsPage } from './settings-pages.ts'
import { texts } from './texts.ts'
import { useSettingsGroups } from './use-settings-groups.ts'

/** All there is to set, and what is still to do. */
export function SettingsIndex() {
  const groups = useSettingsGroups()
  return (
    <main className="mx-auto max-w-4xl px-4 py-6 md:px-8">
      <PageHeader title={texts.settings} />
      <FirstSteps className="mb-8" canBringBack />
      {groups.map(({ label, pages }) => (
        <section key={label} aria-label={label} className="mb-6">
          <h2 className="pb-2 text-xs font-medium text-muted">{label}</h2>
          <ul className="grid overflow-hidden rounded-lg border sm:grid-cols-2 sm:gap-px sm:bg-line">
            {pages.map((page) => (
              <li key={page.path} className="border-t bg-surface first:border-t-0 sm:border-t-0 sm:last:odd:col-span-2">
                <Entry page={page} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </main>
  )
}

function Entry({ page: { path, label, hint, icon: Icon } }: { page: SettingsPage }) {
  return (
    <Link
      to="/settings/$page"
      params={{ page: path }}
      className="flex h-full items-center gap-3 px-4 py-3 outline-offset-[-2px] hover:bg-hover"
    >
      <Icon aria-hidden className="size-5 shrink-0 text-muted" strokeWidth={1.75} />
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{label}</span>
        <span className="block text-xs text-pretty text-muted">{hint}</span>
      </span>
      <ChevronRight aria-hidden className="size-4 shrink-0 text-faint rtl:-scale-x-100" />
    </Link>
  )
}
