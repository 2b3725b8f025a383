import { Type } from 'typebox'
import type { Static } from 'typebox'

import { weekdays } from '../../identity/business-hours.ts'
import { inWords } from '../../platform/schemas.ts'

const strict = { additionalProperties: false }
const timePattern = inWords('^([01][0-9]|2[0-3]):[0-5][0-9]$', 'must be a time such as 09:30')
const domainPattern = inWords(
  '^((\\*\\.)?([a-z0-9-]+\\.)+[a-z0-9-]+|localhost)(:[0-9]{1,5})?$',
  'must be a domain such as example.com, *.example.com or localhost:8080',
)
const colorPattern = inWords('^#[0-9a-fA-F]{6}$', 'must be a colour such as #0F766E')

const longText = (maxLength: number, description?: string) =>
  Type.Unsafe<string | null>({
    type: ['string', 'null'],
    maxLength,
    default: null,
    ...(description ? { description } : {}),
  })

const Day = Type.Object(
  {
    enabled: Type.Boolean(),
    start: Type.String({ pattern: timePattern, default: '09:00' }),
    end: Type.String({
      pattern: timePattern,
      default: '17:00',
      description:
        'of the next day where it is not after the start: 17:00 to 09:00 is a night, 00:00 to 00:00 a whole day',
    }),
  },
  strict,
)

const Field = Type.Object(
  {
    name: Type.Unsafe<'name' | 'email' | 'phone'>({ type: 'string', enum: ['name', 'email', 'phone'] }),
    isRequired: Type.Boolean({ default: false }),
  },
  strict,
)

/** What a webchat is configured with. Everything has a default: a webchat works as soon as it has a name. */
export const settingsFields = {
  color: Type.String({ pattern: colorPattern, default: '#0F766E' }),
  greeting: Type.String({ maxLength: 500, default: 'Hello! How can we help you?' }),
  position: Type.Unsafe<'left' | 'right'>({ type: 'string', enum: ['left', 'right'], default: 'right' }),
  language: Type.Unsafe<'auto' | 'en' | 'fr' | 'es' | 'ar'>({
    type: 'string',
    enum: ['auto', 'en', 'fr', 'es', 'ar'],
    default: 'auto',
    description: 'auto is the language of the page, or else of the browser',
  }),
  allowedDomains: Type.Array(Type.String({ pattern: domainPattern, maxLength: 253 }), {
    maxItems: 50,
    default: [],
    description:
      'the sites that may show it; none means any. example.com, www.example.com and *.example.com are three different ones',
  }),
  form: Type.Object(
    {
      isOn: Type.Boolean({ default: false }),
      fields: Type.Array(Field, { maxItems: 3, default: [] }),
      consent: longText(1000, 'what visitors have to agree to before they write'),
    },
    { ...strict, default: {}, description: 'what visitors are asked before the chat' },
  ),
  hours: Type.Object(
    {
      isOn: Type.Boolean({ default: false }),
      timeZone: Type.Optional(Type.String({ maxLength: 64, description: 'as in the IANA list' })),
      weekly: Type.Optional(
        Type.Object(Object.fromEntries(weekdays.map((weekday) => [weekday, Type.Optional(Day)])), {
          ...strict,
          description: 'a day that is missing is closed',
        }),
      ),
      awayMessage: longText(500),
    },
    { ...strict, default: {}, description: 'without weekly they are the hours of the organization' },
  ),
  files: Type.Object({ isOn: Type.Boolean({ default: true }) }, { ...strict, default: {} }),
  identity: Type.Object(
    { isRequired: Type.Boolean({ default: false, description: 'only visitors for whom your site vouches may write' }) },
    { ...strict, default: {} },
  ),
  csat: Type.Object(
    { isAutomatic: Type.Boolean({ default: false, description: 'ask how it was when a conversation is resolved' }) },
    { ...strict, default: {} },
  ),
}

export const webchatSettings = Type.Object(settingsFields, strict)

export type WebchatSettings = Static<typeof webchatSettings>
