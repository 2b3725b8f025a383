import type { AccessRole } from '../../server/identity/actor.ts'
import { newEmail, newNumber, password } from '../factories.ts'
import { allRoles, byId, onlyAdmins } from './entry.ts'
import type { Table } from './entry.ts'

const onlySuperadmins = { roles: ['SUPERADMIN'] satisfies AccessRole[], ids: {} }

const whereabouts = {
  phoneNumber: '+14155550100',
  address: '1 High Street',
  country: 'US',
  timezone: 'America/New_York',
}

const sections = [
  {
    name: 'Deal',
    isHidden: false,
    properties: {
      budget: { name: 'Budget', dataType: 'number', isHidden: false, description: 'in dollars' },
      plan: { name: 'Plan', dataType: 'select', options: ['gold', 'silver'] },
      zip: { dataType: 'string', pattern: '^\\d{5}$' },
    },
  },
]

export const organizationsTable: Table = {
  'GET /api/organizations': { ...onlySuperadmins, requests: () => [{ query: { size: 5, search: 'Acme' } }] },
  'POST /api/organizations': {
    ...onlySuperadmins,
    requests: () => {
      const admin = { password, fullName: 'An Admin', phoneNumber: null, designation: 'Chief' }
      return [
        {
          body: { name: newEmail(), ...whereabouts, phoneNumber: newNumber(), admin: { ...admin, email: newEmail() } },
        },
        { body: { name: newEmail(), phone: newNumber(), adminDetails: { ...admin, email: newEmail() } } },
      ]
    },
  },
  'GET /api/organizations/user': { ...allRoles, requests: () => [{}] },
  'PUT /api/organizations/user': { ...onlyAdmins, requests: () => [{ body: { name: 'Acme', ...whereabouts } }] },
  'GET /api/organizations/:id': { ...onlyAdmins, ...byId('organization') },
  'PUT /api/organizations/:id/document-types': {
    ...onlyAdmins,
    ...byId('organization', {
      documentTypes: [{ name: 'Identification', isRequired: true, description: 'Both sides' }],
    }),
  },
  'GET /api/organizations/:id/contact-protection-settings': { ...onlyAdmins, ...byId('organization') },
  'PUT /api/organizations/:id/contact-protection-settings': {
    ...onlyAdmins,
    ...byId('organization', { contactProtectionPeriod: 0 }),
  },
  'GET /api/organizations/:id/business-hours': { ...onlyAdmins, ...byId('organization') },
  'PUT /api/organizations/:id/business-hours': {
    ...onlyAdmins,
    ...byId('organization', {
      timezone: 'America/New_York',
      businessHours: { saturday: { enabled: true, start: '10:00', end: '14:00' } },
      holidays: [{ date: '2030-12-25', label: 'Christmas' }],
      exceptionalHours: [{ date: '2030-12-24', closed: false, start: '09:00', end: '12:00', label: 'Short' }],
      allowUserBusinessHoursOverride: true,
    }),
  },
  'GET /api/organizations/sections/:id': {
    ...allRoles,
    ids: { 'params.id': 'organization' },
    requests: (own) => [{ params: { id: own.organization }, query: { type: 'Contact' } }],
  },
  'PUT /api/organizations/sections/:id': {
    ...onlyAdmins,
    ids: { 'params.id': 'organization' },
    requests: (own) => [
      { params: { id: own.organization }, query: { type: 'Contact' }, body: { sections, isForced: false } },
    ],
  },
}
