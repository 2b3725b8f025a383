import { useContactEffects } from '../contacts/live-effects.ts'
import { useConversationEffects } from '../conversations/live-effects.ts'
import { useImportEffects } from '../imports/live-effects.ts'
import { useMessageEffects } from '../messages/live-effects.ts'

/** What each feature does when something happens, wherever one is. */
export function Effects() {
  useConversationEffects()
  useMessageEffects()
  useContactEffects()
  useImportEffects()
  return null
}
