import {
  Bell,
  Building2,
  CalendarClock,
  ClipboardList,
  FolderTree,
  IdCard,
  KeyRound,
  Keyboard,
  ListTree,
  MessageCircle,
  Milestone,
  PackageOpen,
  Quote,
  ShieldCheck,
  SunMoon,
  UserRound,
  Users,
  Webhook,
} from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { lazy } from 'react'
import type { ComponentType } from 'react'

import type { Operation } from '../../api/session.ts'
import { texts } from './texts.ts'

/** What each page of the settings is given; a page that needs none of it takes none. */
interface SettingsPageProps {
  /** What follows the page in the address: `/settings/users/<id>`. */
  id: string | undefined
  search: Readonly<Record<string, string>>
  /** Keeps filters and the like in the address. */
  onSearch: (search: Record<string, string>) => void
  onOpen: (id: string | undefined) => void
}

export interface SettingsPage {
  /** Its place in the address: `/settings/<path>`. */
  path: string
  label: string
  hint: string
  icon: LucideIcon
  /** Not offered to whom the server does not let do this. */
  needs?: Operation
  component: ComponentType<SettingsPageProps>
}

interface SettingsGroup {
  label: string
  pages: SettingsPage[]
}

type Loaded = Promise<Record<string, ComponentType<SettingsPageProps>>>

function page(load: () => Loaded, name: string): ComponentType<SettingsPageProps> {
  return lazy(async () => ({ default: (await load())[name]! }))
}

const you: SettingsPage[] = [
  {
    path: 'profile',
    label: texts.profile,
    hint: texts.profileHint,
    icon: UserRound,
    component: page(() => import('../../users/profile-page.tsx'), 'ProfilePage'),
  },
  {
    path: 'security',
    label: texts.security,
    hint: texts.securityHint,
    icon: ShieldCheck,
    component: page(() => import('../../users/security-page.tsx'), 'SecurityPage'),
  },
  {
    path: 'notifications',
    label: texts.notifications,
    hint: texts.notificationsHint,
    icon: Bell,
    component: page(() => import('./notifications-place.tsx'), 'NotificationsPlace'),
  },
  {
    path: 'appearance',
    label: texts.appearance,
    hint: texts.appearanceHint,
    icon: SunMoon,
    component: page(() => import('../../users/appearance-page.tsx'), 'AppearancePage'),
  },
  {
    path: 'keyboard',
    label: texts.keyboard,
    hint: texts.keyboardHint,
    icon: Keyboard,
    component: page(() => import('../../users/keyboard-page.tsx'), 'KeyboardPage'),
  },
]

const people: SettingsPage[] = [
  {
    path: 'users',
    label: texts.users,
    hint: texts.usersHint,
    icon: Users,
    needs: 'updateUser',
    component: page(() => import('../../users/users-page.tsx'), 'UsersPage'),
  },
  {
    path: 'departments',
    label: texts.departments,
    hint: texts.departmentsHint,
    icon: FolderTree,
    needs: 'addDepartment',
    component: page(() => import('../../users/departments-page.tsx'), 'DepartmentsPage'),
  },
]

const organization: SettingsPage[] = [
  {
    path: 'organization',
    label: texts.general,
    hint: texts.generalHint,
    icon: Building2,
    needs: 'updateOwnOrganization',
    component: page(() => import('../../organizations/organization-page.tsx'), 'OrganizationPage'),
  },
  {
    path: 'business-hours',
    label: texts.businessHours,
    hint: texts.businessHoursHint,
    icon: CalendarClock,
    needs: 'updateBusinessHours',
    component: page(() => import('../../organizations/business-hours-page.tsx'), 'BusinessHoursPage'),
  },
  {
    path: 'contacts',
    label: texts.contacts,
    hint: texts.contactsHint,
    icon: IdCard,
    needs: 'replaceDocumentTypes',
    component: page(() => import('../../organizations/contacts-settings-page.tsx'), 'ContactsSettingsPage'),
  },
  {
    path: 'fields',
    label: texts.fields,
    hint: texts.fieldsHint,
    icon: ListTree,
    needs: 'replaceSections',
    component: page(() => import('../../organizations/fields-page.tsx'), 'FieldsPage'),
  },
  {
    path: 'pipelines',
    label: texts.pipelines,
    hint: texts.pipelinesHint,
    icon: Milestone,
    needs: 'postPipelines',
    component: page(() => import('../../organizations/pipelines-page.tsx'), 'PipelinesPage'),
  },
  {
    path: 'audit-log',
    label: texts.audit,
    hint: texts.auditHint,
    icon: ClipboardList,
    needs: 'getAuditLogs',
    component: page(() => import('../../organizations/audit-log-page.tsx'), 'AuditLogPage'),
  },
  {
    path: 'data',
    label: texts.data,
    hint: texts.dataHint,
    icon: PackageOpen,
    needs: 'exportOrganization',
    component: page(() => import('../../organizations/data-page.tsx'), 'DataPage'),
  },
]

const inbox: SettingsPage[] = [
  {
    path: 'saved-replies',
    label: texts.savedReplies,
    hint: texts.savedRepliesHint,
    icon: Quote,
    component: page(() => import('../../templates/templates-page.tsx'), 'TemplatesPage'),
  },
]

const channels: SettingsPage[] = [
  {
    path: 'channels',
    label: texts.channels,
    hint: texts.channelsHint,
    icon: MessageCircle,
    component: page(() => import('../../channels/channels-page.tsx'), 'ChannelsPage'),
  },
]

const programs: SettingsPage[] = [
  {
    path: 'api-key',
    label: texts.apiKey,
    hint: texts.apiKeyHint,
    icon: KeyRound,
    component: page(() => import('../../users/api-key-page.tsx'), 'ApiKeyPage'),
  },
  {
    path: 'webhooks',
    label: texts.webhooks,
    hint: texts.webhooksHint,
    icon: Webhook,
    needs: 'getWebhooks',
    component: page(() => import('../../webhooks/webhooks-page.tsx'), 'WebhooksPage'),
  },
]

export const settingsGroups: SettingsGroup[] = [
  { label: texts.you, pages: you },
  { label: texts.organization, pages: organization },
  { label: texts.people, pages: people },
  { label: texts.channels, pages: channels },
  { label: texts.inbox, pages: inbox },
  { label: texts.programs, pages: programs },
]

export function findSettingsPage(path: string): SettingsPage | undefined {
  return settingsGroups.flatMap(({ pages }) => pages).find((each) => each.path === path)
}
