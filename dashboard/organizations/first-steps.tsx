import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight, Circle, CircleCheck } from 'lucide-react'

import { api, ok } from '../api/client.ts'
import { useMay } from '../api/session.ts'
import { Button } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { showToast } from '../ui/toasts.ts'
import { firstStepsQuery } from './queries.ts'
import { steps, stepsQuery } from './steps.ts'
import { texts } from './texts.ts'

interface FirstStepsProps {
  className?: string
  /** Where somebody looks for them though they put them away: a way to bring them back. */
  canBringBack?: boolean
}

/** What a new organization does first, for whom may do it. Nothing once all is done or it was put away. */
export function FirstSteps({ className, canBringBack = false }: FirstStepsProps) {
  const may = useMay()
  const isMeant = may('createChannel') && may('register')
  const { data: kept } = useQuery({ ...firstStepsQuery, enabled: isMeant })
  const isShown = isMeant && kept?.isDismissed === false
  const { data: done } = useQuery({ ...stepsQuery, enabled: isShown })
  const keeping = useDismissal()
  if (isMeant && kept?.isDismissed && canBringBack) {
    return (
      <Button className={className} onClick={() => keeping.mutate(false)}>
        {texts.bringBack}
      </Button>
    )
  }
  const count = steps.filter(({ step }) => done?.[step]).length
  if (!isShown || !done || count === steps.length) return undefined
  return (
    <section aria-label={texts.firstSteps} className={classes('rounded-lg border bg-surface text-start', className)}>
      <div className="flex items-center gap-3 py-2.5 ps-4 pe-2.5">
        <h2 className="text-base font-semibold">{texts.firstSteps}</h2>
        <p className="flex-1 text-xs text-muted">{texts.stepsDone(count, steps.length)}</p>
        <Button variant="quiet" size="small" onClick={() => keeping.mutate(true)}>
          {texts.dismiss}
        </Button>
      </div>
      <ul className="divide-y border-t">
        {steps.map((each) => (
          <li key={each.step}>
            <StepLink {...each} isDone={done[each.step]} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function StepLink({ label, hint, to, kind, isDone }: (typeof steps)[number] & { isDone: boolean }) {
  const Icon = isDone ? CircleCheck : Circle
  return (
    <Link
      to={to}
      {...(kind ? { search: { kind } } : {})}
      className="flex items-center gap-3 px-4 py-2.5 outline-offset-[-2px] hover:bg-hover"
    >
      <Icon
        role="img"
        aria-label={isDone ? texts.stepIsDone : texts.stepIsOpen}
        className={classes('size-5 shrink-0', isDone ? 'text-success-text' : 'text-faint')}
        strokeWidth={1.75}
      />
      <span className="min-w-0 flex-1">
        <span className={classes('block font-medium', isDone && 'text-muted line-through')}>{label}</span>
        {!isDone && <span className="block text-xs text-pretty text-muted">{hint}</span>}
      </span>
      <ChevronRight aria-hidden className="size-4 shrink-0 text-faint rtl:-scale-x-100" />
    </Link>
  )
}

function useDismissal() {
  const queries = useQueryClient()
  const { queryKey } = firstStepsQuery
  return useMutation({
    mutationFn: (isDismissed: boolean) => ok(api.PUT('/api/user/first-steps', { body: { isDismissed } })),
    onMutate: (isDismissed) => queries.setQueryData(queryKey, { isDismissed }),
    onSuccess: (_, isDismissed) => {
      if (isDismissed) showToast({ text: texts.dismissed })
    },
    onError: (error) => {
      showToast({ text: error.message, tone: 'danger' })
      void queries.invalidateQueries({ queryKey, exact: true })
    },
  })
}
