import { useState } from 'react'

import { api, ok } from '../../api/client.ts'
import { problemBeside } from '../../api/field-problem.ts'
import { FormError } from '../../ui/form-error.tsx'
import { Form } from '../../ui/form-layout.tsx'
import type { Webchat } from '../queries.ts'
import { SaveActions } from '../save-actions.tsx'
import { texts as channelTexts } from '../texts.ts'
import { useAction } from '../use-action.ts'
import { BeforeFields } from './before-fields.tsx'
import { EditorSection } from './editor-section.tsx'
import { HoursFields } from './hours-fields.tsx'
import { LookFields } from './look-fields.tsx'
import { MoreFields } from './more-fields.tsx'
import { draftOf } from './settings-draft.ts'
import type { ChatDraft } from './settings-draft.ts'
import { SitesFields } from './sites-fields.tsx'
import { texts } from './texts.ts'
import { WebchatPreview } from './webchat-preview.tsx'

export interface PartProps {
  draft: ChatDraft
  set: (change: Partial<ChatDraft>) => void
  error: unknown
}

/** As the server names one of them: by its place. */
const domainField = (_domain: string, place: number) => `allowedDomains.${place}`

const shown = ['name', 'color', 'greeting', 'allowedDomains', 'hours.timeZone']

/** All settings of a chat, with the chat itself beside them as it would be. */
export function WebchatEditor({ webchat }: { webchat: Webchat }) {
  const { _id: id } = webchat
  const present = draftOf(webchat)
  const [draft, setDraft] = useState(present)
  const saving = useAction(
    // Whether only known visitors may write is switched elsewhere.
    ({ identity: _identity, ...body }: ChatDraft) =>
      ok(api.PUT('/api/webchats/{id}', { params: { path: { id } }, body: body as never })),
    () => channelTexts.saved,
  )
  const isChanged = JSON.stringify(draft) !== JSON.stringify(present)
  const part = { draft, set: (change: Partial<ChatDraft>) => setDraft({ ...draft, ...change }), error: saving.error }
  return (
    <div className="grid gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,1fr)_21rem]">
      <div className="lg:order-last">
        <WebchatPreview webchat={webchat} draft={draft} />
      </div>
      <Form className="min-w-0 gap-0!" onSubmit={() => saving.mutate(draft)}>
        <EditorSection title={texts.look}>
          <LookFields {...part} />
        </EditorSection>
        <EditorSection title={texts.sites} description={texts.sitesAbout}>
          <SitesFields {...part} />
        </EditorSection>
        <EditorSection title={texts.before} description={texts.beforeAbout}>
          <BeforeFields {...part} />
        </EditorSection>
        <EditorSection title={texts.hours} description={texts.hoursAbout}>
          <HoursFields {...part} />
        </EditorSection>
        <EditorSection title={texts.more}>
          <MoreFields {...part} />
        </EditorSection>
        <div className={isChanged ? 'sticky bottom-0 z-10 -mx-1 border-t bg-surface px-1 py-3' : 'border-t py-3'}>
          <FormError error={problemBeside(saving.error, [...shown, ...draft.allowedDomains.map(domainField)])} />
          <SaveActions isChanged={isChanged} isBusy={saving.isPending} onDiscard={() => setDraft(present)} />
        </div>
      </Form>
    </div>
  )
}
