import { texts } from './texts.ts'

/** The ways to be reached that can be connected; each is a provider of a channel type. */
export const kinds = ['twilio', 'kannel', 'simulatedNumber', 'messenger', 'simulatedPage', 'webchat'] as const

export type Kind = (typeof kinds)[number]
export type Provider = 'twilio' | 'kannel' | 'messenger' | 'simulator'

export interface ProviderField {
  name: string
  control: 'text' | 'url' | 'secret' | 'number' | 'check' | 'made'
  label: string
  hint?: string
  isRequired?: true
  /** Folded away: nearly nobody needs it. */
  isRare?: true
  initial?: string | number | boolean
}

const fields = texts.fields

const speed: ProviderField = { name: 'messagesPerSecond', control: 'number', ...fields.speed, isRare: true }
const apiBaseUrl: ProviderField = { name: 'apiBaseUrl', control: 'url', ...fields.apiBaseUrl, isRare: true }
const humanAgent: ProviderField = { name: 'hasHumanAgent', control: 'check', ...fields.humanAgent, initial: false }

export const credentialFields: Record<Provider, ProviderField[]> = {
  twilio: [
    { name: 'accountSid', control: 'text', ...fields.accountSid, isRequired: true },
    { name: 'authToken', control: 'secret', ...fields.authToken, isRequired: true },
  ],
  kannel: [
    { name: 'username', control: 'text', ...fields.username, isRequired: true },
    { name: 'password', control: 'secret', ...fields.password, isRequired: true },
    { name: 'webhookPassword', control: 'made', ...fields.webhookPassword, isRequired: true },
  ],
  messenger: [
    { name: 'pageToken', control: 'secret', ...fields.pageToken, isRequired: true },
    { name: 'appSecret', control: 'secret', ...fields.appSecret, isRequired: true },
    { name: 'verifyToken', control: 'made', ...fields.verifyToken, isRequired: true },
  ],
  simulator: [],
}

export const settingFields: Record<Provider, ProviderField[]> = {
  twilio: [{ name: 'messagingServiceSid', control: 'text', ...fields.messagingServiceSid }, speed, apiBaseUrl],
  kannel: [
    { name: 'sendUrl', control: 'url', ...fields.sendUrl, isRequired: true },
    { name: 'hasPrefixes', control: 'check', ...fields.hasPrefixes, initial: true, isRare: true },
    speed,
  ],
  messenger: [
    humanAgent,
    { name: 'apiVersion', control: 'text', ...fields.apiVersion, isRare: true },
    speed,
    apiBaseUrl,
  ],
  simulator: [],
}

export function isProvider(provider: string): provider is Provider {
  return provider in credentialFields
}
