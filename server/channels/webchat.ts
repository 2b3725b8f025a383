export { simulated, webchatConnector } from './webchat/connector.ts'
export { newIdentitySecret, rotated, validSecretsIn } from './webchat/identity-secret.ts'
export { settingsFields, webchatSettings } from './webchat/settings.ts'
export type { WebchatSettings } from './webchat/settings.ts'
