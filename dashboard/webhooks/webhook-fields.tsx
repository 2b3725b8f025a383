import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { problemWith } from '../api/field-problem.ts'
import { TypesField } from './types-field.tsx'
import { texts } from './texts.ts'

export interface WebhookDraft {
  url: string
  description: string
  /** Undefined while all are heard of. */
  types: string[] | undefined
}

export const emptyDraft: WebhookDraft = { url: '', description: '', types: undefined }

/** As the API takes it: no types are all of them. */
export function bodyOf({ url, description, types = [] }: WebhookDraft) {
  return { url: url.trim(), description: description.trim(), types }
}

/** Nothing chosen would be everything, which nobody means. */
export function isComplete({ url, types }: WebhookDraft): boolean {
  return url.trim() !== '' && types?.length !== 0
}

export function WebhookFields({
  draft,
  onDraft,
  error,
}: {
  draft: WebhookDraft
  onDraft: (draft: WebhookDraft) => void
  error: unknown
}) {
  const set = (change: Partial<WebhookDraft>) => onDraft({ ...draft, ...change })
  return (
    <>
      <Field label={texts.url} hint={texts.urlHint} error={problemWith(error, 'url')} isRequired>
        <Input
          type="url"
          dir="ltr"
          spellCheck={false}
          autoComplete="off"
          maxLength={2000}
          placeholder="https://"
          value={draft.url}
          onValueChange={(url) => set({ url })}
        />
      </Field>
      <Field label={texts.description} hint={texts.descriptionHint} isOptional>
        <Input
          maxLength={200}
          autoComplete="off"
          value={draft.description}
          onValueChange={(description) => set({ description })}
        />
      </Field>
      <TypesField chosen={draft.types} onChosen={(types) => set({ types })} />
    </>
  )
}
