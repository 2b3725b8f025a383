import { Link, Outlet, useRouter } from '@tanstack/react-router'

import { useCommand } from '../../ui/commands.ts'
import type { SettingsPage } from './settings-pages.ts'
import { texts } from './texts.ts'
import { useSettingsGroups } from './use-settings-groups.ts'
import { useUnsavedWarning } from './use-unsaved-warning.ts'

/** The settings: their menu beside the page on a desk; on a phone the menu is a page of its own, /settings. */
export function SettingsFrame() {
  const groups = useSettingsGroups()
  useUnsavedWarning()
  return (
    <div className="flex min-h-0 flex-1">
      <nav
        aria-label={texts.menu}
        className="hidden w-56 shrink-0 overflow-y-auto border-e bg-canvas px-3 py-4 md:block"
      >
        <Link
          to="/settings"
          activeOptions={{ exact: true }}
          className="mb-3 block rounded-md px-2 py-1 text-base font-semibold hover:bg-hover"
        >
          {texts.settings}
        </Link>
        {groups.map(({ label, pages }) => (
          <div key={label} className="mb-4">
            <h2 className="px-2 pb-1 text-xs font-medium text-muted">{label}</h2>
            <ul>
              {pages.map((page) => (
                <li key={page.path}>
                  <MenuLink page={page} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className="min-w-0 flex-1 overflow-y-auto bg-surface">
        <Outlet />
      </div>
      {groups.flatMap(({ pages }) => pages.map((page) => <GoTo key={page.path} page={page} />))}
    </div>
  )
}

function MenuLink({ page: { path, label, icon: Icon } }: { page: SettingsPage }) {
  return (
    <Link
      to="/settings/$page"
      params={{ page: path }}
      activeOptions={{ includeSearch: false }}
      className="flex h-8 items-center gap-2 rounded-md px-2 text-muted outline-offset-[-2px] hover:bg-hover hover:text-text aria-[current=page]:bg-selected aria-[current=page]:font-medium aria-[current=page]:text-text"
    >
      <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
      <span className="truncate">{label}</span>
    </Link>
  )
}

function GoTo({ page: { path, label, hint } }: { page: SettingsPage }) {
  const router = useRouter()
  useCommand({
    id: `settings.${path}`,
    label: texts.open(label),
    section: texts.section,
    words: hint,
    run: () => void router.navigate({ to: '/settings/$page', params: { page: path } }),
  })
  return null
}
