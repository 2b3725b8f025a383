import { useChannelEffects } from '../channels/live-effects.ts'
import { useContactEffects } from '../contacts/live-effects.ts'
import { useConversationEffects } from '../conversations/live-effects.ts'
import { useImportEffects } from '../imports/live-effects.ts'
import { useMessageEffects } from '../messages/live-effects.ts'
import { useOrganizationEffects } from '../organizations/live-effects.ts'
import { useTemplateEffects } from '../templates/live-effects.ts'
import { useKeptPush } from '../users/kept-push.ts'
import { useUserEffects } from '../users/live-effects.ts'
import { useWebhookEffects } from '../webhooks/live-effects.ts'

/** What each feature does when something happens, wherever one is. */
export function Effects() {
  useConversationEffects()
  useMessageEffects()
  useContactEffects()
  useImportEffects()
  useChannelEffects()
  useWebhookEffects()
  useUserEffects()
  useOrganizationEffects()
  useTemplateEffects()
  useKeptPush()
  return null
}
