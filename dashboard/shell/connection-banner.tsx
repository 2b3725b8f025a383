import { useEffect, useRef, useState } from 'react'

import { useLiveStatus } from '../api/live-context.ts'
import { Banner } from '../ui/banner.tsx'
import { texts } from './texts.ts'

const patienceMilliseconds = 2000
const shownMilliseconds = 4000

/** Says that the connection is lost, once it is for longer than a blink; and that nothing was missed. */
export function ConnectionBanner() {
  const status = useLiveStatus()
  const [shown, setShown] = useState<'lost' | 'back' | undefined>()
  const wasLost = useRef(false)
  useEffect(() => {
    if (status === 'lost') {
      const timer = setTimeout(() => {
        wasLost.current = true
        setShown('lost')
      }, patienceMilliseconds)
      return () => clearTimeout(timer)
    }
    if (status !== 'live' || !wasLost.current) return undefined
    wasLost.current = false
    setShown('back')
    const timer = setTimeout(() => setShown(undefined), shownMilliseconds)
    return () => clearTimeout(timer)
  }, [status])
  if (!shown) return null
  return (
    <Banner tone={shown === 'lost' ? 'warning' : 'success'} className="rounded-none">
      {shown === 'lost' ? texts.reconnecting : texts.caughtUp}
    </Banner>
  )
}
