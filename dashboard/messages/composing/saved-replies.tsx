import { useQuery } from '@tanstack/react-query'

import { api, ok } from '../../api/client.ts'
import type { Schema } from '../../api/shapes.ts'
import { useDelayedValue } from './use-delayed-value.ts'
import { composerTexts as texts } from './composer-texts.ts'
import { fittingReplies } from './fitting-replies.ts'

type Template = Schema<'Template'>

const none: Template[] = []

/** Those that fit what was typed after the slash: by shortcut first, then by name, then by their words. */
export function useSavedReplies(query: string | undefined): { replies: readonly Template[]; isEmpty: boolean } {
  const { data = none } = useQuery({
    queryKey: ['saved-replies'],
    enabled: query !== undefined,
    queryFn: ({ signal }) => ok(api.GET('/api/user/sms-templates', { params: { query: {} }, signal })),
  })
  return { replies: fittingReplies(data, query ?? ''), isEmpty: data.length === 0 }
}

export function previewQuery(template: string, contactId: string) {
  return {
    queryKey: ['saved-replies', 'preview', contactId, template],
    queryFn: () => ok(api.POST('/api/user/sms-templates/preview', { body: { template, contactId } })),
  }
}

/** The reply that is about to be chosen, as this contact would read it. */
export function ReplyPreview({ reply, contactId }: { reply: Template; contactId: string }) {
  const template = useDelayedValue(reply.template, 120)
  const { data } = useQuery(previewQuery(template, contactId))
  return (
    <div className="hidden min-w-0 flex-1 flex-col gap-1.5 overflow-y-auto border-s p-3 sm:flex">
      <p className="text-2xs font-medium text-muted">{texts.preview}</p>
      <p className="text-sm wrap-anywhere whitespace-pre-wrap">{data?.content ?? reply.template}</p>
      {data && data.missing.length > 0 && (
        <p className="text-xs text-warning-text">{texts.lacks(data.missing.map((name) => `{{${name}}}`))}</p>
      )}
    </div>
  )
}
