import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'

import { basePath } from '../api/client.ts'
import { sessionQuery } from '../api/session.ts'
import { readContactSearch } from '../contacts/contact-search.ts'
import { readContactsSearch } from '../contacts/contacts-search.ts'
import { readInboxSearch } from '../conversations/inbox-search.ts'
import { readReportsSearch } from '../reports/reports-search.ts'
import { readSimulatorSearch } from '../simulator/simulator-search.ts'
import { Frame } from './frame.tsx'
import { LostPage } from './lost-page.tsx'
import { PageError } from './page-error.tsx'
import { readSettingsSearch } from './settings/settings-search.ts'

interface RouterContext {
  queries: QueryClient
}

const root = createRootRouteWithContext<RouterContext>()({ notFoundComponent: LostPage })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { next?: string } => (typeof search['next'] === 'string' ? { next: search['next'] } : {}),
  component: lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
})

/** Everything that somebody has to be signed in for. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: async ({ context, location }) => {
    const known = await context.queries.ensureQueryData(sessionQuery)
    if (!known) throw redirect({ to: '/sign-in', search: { next: location.href } })
  },
  component: Frame,
})

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox', replace: true })
  },
})

const inbox = createRoute({
  getParentRoute: () => inside,
  path: '/inbox',
  validateSearch: readInboxSearch,
  component: lazyRouteComponent(() => import('./inbox/inbox-page.tsx'), 'InboxPage'),
})

const noThread = createRoute({
  getParentRoute: () => inbox,
  path: '/',
  component: lazyRouteComponent(() => import('./inbox/no-thread.tsx'), 'NoThread'),
})

const thread = createRoute({
  getParentRoute: () => inbox,
  path: '$conversationId',
  component: lazyRouteComponent(() => import('./inbox/thread-place.tsx'), 'ThreadPlace'),
})

const contacts = createRoute({
  getParentRoute: () => inside,
  path: '/contacts',
  validateSearch: readContactsSearch,
  component: lazyRouteComponent(() => import('./contacts/contacts-place.tsx'), 'ContactsPlace'),
})

const contact = createRoute({
  getParentRoute: () => inside,
  path: '/contacts/$contactId',
  validateSearch: readContactSearch,
  component: lazyRouteComponent(() => import('./contacts/contact-place.tsx'), 'ContactPlace'),
})

const duplicates = createRoute({
  getParentRoute: () => inside,
  path: '/contacts/duplicates',
  component: lazyRouteComponent(() => import('../contacts/duplicates-page.tsx'), 'DuplicatesPage'),
})

const imports = createRoute({
  getParentRoute: () => inside,
  path: '/contacts/imports',
  component: lazyRouteComponent(() => import('../imports/imports-page.tsx'), 'ImportsPage'),
})

const oneImport = createRoute({
  getParentRoute: () => inside,
  path: '/contacts/imports/$importId',
  component: lazyRouteComponent(() => import('./contacts/import-place.tsx'), 'ImportPlace'),
})

const reports = createRoute({
  getParentRoute: () => inside,
  path: '/reports',
  validateSearch: readReportsSearch,
  component: lazyRouteComponent(() => import('./reports-place.tsx'), 'ReportsPlace'),
})

const simulator = createRoute({
  getParentRoute: () => inside,
  path: '/simulator',
  validateSearch: readSimulatorSearch,
  component: lazyRouteComponent(() => import('../simulator/simulator-page.tsx'), 'SimulatorPage'),
})

const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  validateSearch: readSettingsSearch,
  component: lazyRouteComponent(() => import('./settings/settings-frame.tsx'), 'SettingsFrame'),
})

const settingsIndex = createRoute({
  getParentRoute: () => settings,
  path: '/',
  component: lazyRouteComponent(() => import('./settings/settings-index.tsx'), 'SettingsIndex'),
})

const settingsPage = createRoute({
  getParentRoute: () => settings,
  path: '$page',
  component: lazyRouteComponent(() => import('./settings/settings-place.tsx'), 'SettingsPlace'),
})

const settingsThing = createRoute({
  getParentRoute: () => settings,
  path: '$page/$id',
  component: lazyRouteComponent(() => import('./settings/settings-place.tsx'), 'SettingsPlace'),
})

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('../organizations/setup-page.tsx'), 'SetupPage'),
})

const design = createRoute({
  getParentRoute: () => root,
  path: '/design',
  component: lazyRouteComponent(() => import('../ui/showcase/showcase.tsx'), 'Showcase'),
})

const pages = inside.addChildren([
  home,
  inbox.addChildren([noThread, thread]),
  contacts,
  contact,
  duplicates,
  imports,
  oneImport,
  reports,
  simulator,
  settings.addChildren([settingsIndex, settingsPage, settingsThing]),
])
const tree = root.addChildren([signIn, setup, design, pages])

export function createAppRouter(queries: QueryClient) {
  const router = createRouter({
    routeTree: tree,
    context: { queries },
    basepath: basePath || '/',
    defaultPreload: 'intent',
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: LostPage,
    scrollRestoration: true,
  })
  // The parts of the page that the address is of come while the server is asked who one is.
  for (const { options } of router.getMatchedRoutes(router.latestLocation.pathname)[0])
    void options.component?.preload?.()
  return router
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
