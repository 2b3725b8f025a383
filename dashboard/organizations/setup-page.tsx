import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import { useEffect, useState } from 'react'

import { basePath } from '../api/client.ts'
import { buttonClasses } from '../ui/button-classes.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState, ErrorState } from '../ui/state.tsx'
import { FormError } from '../ui/form-error.tsx'
import { setupQuery } from './queries.ts'
import { SetupForm } from './setup-form.tsx'
import { texts } from './texts.ts'
import { useEntering } from './use-entering.ts'

/** The first page of a new server. The password that its first start printed comes behind the #, which no log ever sees. */
export function SetupPage() {
  const [printed] = useState(readHash)
  useEffect(() => history.replaceState(history.state, '', location.pathname), [])
  const { data, error, refetch } = useQuery({ ...setupQuery, staleTime: 0 })
  return (
    <main className="min-h-dvh bg-canvas px-4 py-10">
      <div className="mx-auto w-full max-w-xl">
        <img src={`${basePath}/favicon.svg`} alt="" className="mx-auto mb-6 size-10" />
        {error && <ErrorState text={error.message} onRetry={() => void refetch()} />}
        {data?.isSetUp && <h1 className="sr-only">{texts.setUpTitle}</h1>}
        {data?.isSetUp && (
          <EmptyState
            icon={<CircleCheck />}
            title={texts.isSetUp}
            text={texts.isSetUpText}
            action={
              <Link to="/sign-in" className={buttonClasses({ variant: 'primary' })}>
                {texts.toSignIn}
              </Link>
            }
          />
        )}
        {data && !data.isSetUp && (
          <>
            <SetupForm printed={printed} />
            {printed && <ExploreDemo printed={printed} />}
          </>
        )}
      </div>
    </main>
  )
}

function ExploreDemo({ printed }: { printed: string }) {
  const { explore } = useEntering()
  return (
    <section aria-label={texts.exploreTitle} className="mt-4 rounded-lg border bg-surface p-6">
      <h2 className="text-base font-semibold">{texts.exploreTitle}</h2>
      <p className="mt-1 mb-4 text-muted">{texts.exploreText}</p>
      <FormError error={explore.error?.message} />
      <Button isBusy={explore.isPending} onClick={() => explore.mutate(printed)}>
        {texts.explore}
      </Button>
    </section>
  )
}

function readHash(): string {
  const written = location.hash.slice(1)
  try {
    return decodeURIComponent(written)
  } catch {
    return written
  }
}
