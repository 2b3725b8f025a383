import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import { problemBeside } from '../api/field-problem.ts'
import { useSession } from '../api/session.ts'
import { Badge } from '../ui/badge.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Form, FormSection } from '../ui/form-layout.tsx'
import { dateTime } from '../ui/format.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { SaveBar } from '../ui/save-bar.tsx'
import { showToast } from '../ui/toasts.ts'
import { useDraft } from '../ui/use-draft.ts'
import { ExceptionalDays } from './exceptional-days.tsx'
import { Holidays } from './holidays.tsx'
import { keyed, withoutKeys } from './keyed.ts'
import { businessHoursQuery } from './queries.ts'
import { texts } from './texts.ts'
import { completeWeek, WeekFields } from './week-fields.tsx'

export function BusinessHoursPage() {
  const { organization } = useSession()
  const queries = useQueryClient()
  const query = businessHoursQuery(organization._id)
  const { data } = useSuspenseQuery(query)
  const draft = useDraft({
    businessHours: completeWeek(data.businessHours),
    holidays: keyed(data.holidays),
    exceptionalHours: keyed(data.exceptionalHours),
  })
  const { businessHours, holidays, exceptionalHours } = draft.value
  const saving = useMutation({
    mutationFn: () =>
      ok(
        api.PUT('/api/organizations/{id}/business-hours', {
          params: { path: { id: organization._id } },
          body: {
            businessHours,
            holidays: withoutKeys(holidays),
            exceptionalHours: withoutKeys(exceptionalHours),
          },
        }),
      ),
    onSuccess: (saved) => {
      queries.setQueryData(query.queryKey, saved)
      draft.reset()
      showToast({ text: texts.saved, tone: 'success' })
    },
  })
  return (
    <>
      <PageHeader title={texts.businessHours} description={<OpenState {...data} />} />
      <Form onSubmit={() => saving.mutate()} className="gap-0!">
        <FormSection title={texts.week} description={texts.weekHint(data.timezone.replaceAll('_', ' '))}>
          <WeekFields week={businessHours} onChange={draft.setter('businessHours')} />
        </FormSection>
        <FormSection title={texts.holidays} description={texts.holidaysHint}>
          <Holidays holidays={holidays} onChange={draft.setter('holidays')} />
        </FormSection>
        <FormSection title={texts.exceptional} description={texts.exceptionalHint}>
          <ExceptionalDays days={exceptionalHours} onChange={draft.setter('exceptionalHours')} />
        </FormSection>
        <div>
          <FormError error={problemBeside(saving.error, [])} />
          <SaveBar isChanged={draft.isChanged} isBusy={saving.isPending} onReset={draft.reset} />
        </div>
      </Form>
    </>
  )
}

function OpenState({ isOpen, opensAt, timezone }: { isOpen: boolean; opensAt: string | null; timezone: string }) {
  if (isOpen) return <Badge tone="success">{texts.openNow}</Badge>
  return <Badge>{opensAt === null ? texts.closedNow : texts.opensAt(dateTime(opensAt, timezone))}</Badge>
}
