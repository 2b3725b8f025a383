import { useQuery } from '@tanstack/react-query'

import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { setupQuery } from './queries.ts'
import { texts } from './texts.ts'
import { useEntering } from './use-entering.ts'

/**
 * Below the form of the log-in: where to begin on a server that nobody has set up, and the demo where there is one. It takes
 * no room, so that the form stays where it is when this comes.
 */
export function SignInHint() {
  const { data } = useQuery({ ...setupQuery, retry: false })
  const { enterDemo } = useEntering()
  if (!data) return undefined
  return (
    <div className="h-0">
      <div className="flex flex-col gap-2 pt-4">
        {!data.isSetUp && (
          <Banner>
            <p className="font-medium">{texts.notSetUp}</p>
            <p>{texts.notSetUpText}</p>
          </Banner>
        )}
        {data.demo && (
          <div className="flex flex-wrap items-center gap-3 rounded-lg border bg-surface px-4 py-3">
            <p className="min-w-40 flex-1">{texts.demo}</p>
            <Button isBusy={enterDemo.isPending} onClick={() => data.demo && enterDemo.mutate(data.demo)}>
              {texts.enterDemo}
            </Button>
          </div>
        )}
      </div>
    </div>
  )
}
