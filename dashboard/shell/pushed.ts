import { useEffect, useEffectEvent } from 'react'

interface Subject {
  subjectType: string
  subjectId: string
}

/** Goes where a notification of the service worker leads that somebody has pressed. */
export function usePressedPushes(open: (subject: Subject) => void): void {
  const onPress = useEffectEvent(({ data }: MessageEvent<Partial<Subject> & { type?: string }>) => {
    const { type, subjectType = '', subjectId = '' } = data
    if (type === 'pushPressed') open({ subjectType, subjectId })
  })
  useEffect(() => {
    const { serviceWorker } = navigator as { serviceWorker?: ServiceWorkerContainer }
    serviceWorker?.addEventListener('message', onPress)
    return () => serviceWorker?.removeEventListener('message', onPress)
  }, [])
}
