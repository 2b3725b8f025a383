import { useSuspenseQuery } from '@tanstack/react-query'

import { CopyField } from '../../ui/copy-field.tsx'
import { FormSection } from '../../ui/form-layout.tsx'
import { RoutingSection } from '../channel-sections.tsx'
import { ConnectionForm } from '../connection-form.tsx'
import { webchatQuery } from '../queries.ts'
import type { Channel } from '../queries.ts'
import { texts as channelTexts } from '../texts.ts'
import { IdentitySection } from './identity-section.tsx'
import { texts } from './texts.ts'
import { WebchatEditor } from './webchat-editor.tsx'

/** What there is to set about a chat. */
export function WebchatSections({ channel }: { channel: Channel }) {
  const { data: webchat } = useSuspenseQuery(webchatQuery(channel._id))
  return (
    <>
      <WebchatEditor webchat={webchat} />
      <div className="mt-8 border-t pt-6">
        <FormSection title={texts.snippet} description={texts.snippetAbout}>
          <CopyField label={texts.snippet} value={webchat.embedCode} hint={texts.snippetHint} isLong />
        </FormSection>
        <IdentitySection webchat={webchat} />
        <FormSection title={channelTexts.owner} description={channelTexts.ownerAbout}>
          <ConnectionForm channel={channel} hasName={false} />
        </FormSection>
        <RoutingSection channel={channel} />
      </div>
    </>
  )
}
