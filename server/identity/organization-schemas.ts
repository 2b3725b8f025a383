import { Type } from 'typebox'

import { Id, Text, Time, inWords, named, nullable } from '../platform/schemas.ts'
import { weekdays } from './business-hours.ts'
import type { Weekday } from './business-hours.ts'
import type { Organization } from './organizations.ts'

export const DocumentType = Type.Object({
  name: Text(100),
  isRequired: Type.Boolean({ default: false }),
  description: Type.Optional(Type.String({ maxLength: 500 })),
})

export const ProtectionPeriod = Type.Integer({
  minimum: 0,
  maximum: 720,
  description: 'hours for which a contact is protected after its owner wrote to it; 0 protects nothing',
})

export const OrganizationSchema = named(
  'Organization',
  Type.Object({
    _id: Id,
    name: Type.String(),
    phoneNumber: nullable(Type.String({ description: 'E.164' })),
    address: nullable(Type.String()),
    country: Type.String({ description: 'ISO 3166-1 alpha-2' }),
    timezone: Type.String({ description: 'IANA' }),
    documentTypes: Type.Array(DocumentType),
    contactProtectionPeriod: ProtectionPeriod,
    createdAt: Time,
    updatedAt: Time,
  }),
)

const countryPattern = inWords('^[A-Z]{2}$', 'must be a country by its two capital letters, such as US')

export const OrganizationFields = {
  phoneNumber: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 40 }))),
  address: Type.Optional(nullable(Type.String({ maxLength: 500 }))),
  country: Type.Optional(Type.String({ pattern: countryPattern, description: 'ISO 3166-1 alpha-2' })),
  timezone: Type.Optional(Text(100, 'an IANA name, such as America/New_York')),
}

const clockPattern = inWords('^([01]\\d|2[0-3]):[0-5]\\d$', 'must be a time of day such as 09:30')
const Clock = Type.String({ pattern: clockPattern, description: 'HH:mm, as clocks show it there' })
const dayPattern = inWords('^[12]', 'must be a date such as 2026-01-31')
const Day = Type.String({ format: 'date', pattern: dayPattern, description: 'YYYY-MM-DD' })
const Label = Type.Optional(Type.String({ maxLength: 200 }))

const HoursOfDay = Type.Optional(
  Type.Object({ enabled: Type.Boolean(), start: Type.Optional(Clock), end: Type.Optional(Clock) }),
)

const WeekSchema = Type.Object(
  Object.fromEntries(weekdays.map((weekday) => [weekday, HoursOfDay])) as Record<Weekday, typeof HoursOfDay>,
  { description: 'an end that is not after its start is one of the next day' },
)

const Holidays = Type.Array(Type.Object({ date: Day, label: Label }), { maxItems: 200 })

const ExceptionalHours = Type.Array(
  Type.Object({
    date: Day,
    closed: Type.Boolean({ default: false }),
    start: Type.Optional(Clock),
    end: Type.Optional(Clock),
    label: Label,
  }),
  { maxItems: 200, description: 'instead of what the week and the holidays say of these days' },
)

export const BusinessHoursSchema = named(
  'BusinessHours',
  Type.Object({
    timezone: Type.String(),
    businessHours: nullable(WeekSchema),
    holidays: Holidays,
    exceptionalHours: ExceptionalHours,
    allowUserBusinessHoursOverride: Type.Boolean(),
    isOpen: Type.Boolean({ description: 'now' }),
    opensAt: nullable(Type.Unsafe<Date>({ type: 'string', format: 'date-time', description: 'null while open' })),
  }),
)

export const BusinessHoursInput = Type.Object({
  timezone: OrganizationFields.timezone,
  businessHours: Type.Optional(nullable(WeekSchema)),
  holidays: Type.Optional(Holidays),
  exceptionalHours: Type.Optional(ExceptionalHours),
  allowUserBusinessHoursOverride: Type.Optional(Type.Boolean()),
})

export function toOrganization({ id, timeZone, ...rest }: Organization) {
  return { _id: id, timezone: timeZone, ...rest }
}
