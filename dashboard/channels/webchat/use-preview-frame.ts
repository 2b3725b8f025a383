import { useEffect, useRef, useState } from 'react'

import { basePath } from '../../api/client.ts'

/** The real panel in a frame, told what it would be like: what comes back is heard from that frame alone. */
export function usePreviewFrame(key: string, draft: object) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [isReady, setIsReady] = useState(false)
  useEffect(() => {
    const hear = ({ source, origin, data }: MessageEvent<unknown>) => {
      if (source !== frame.current?.contentWindow || origin !== location.origin) return
      const said = (data as { tether?: { type?: string } } | null)?.tether
      if (said?.type === 'ready') setIsReady(true)
    }
    addEventListener('message', hear)
    return () => removeEventListener('message', hear)
  }, [])
  const told = JSON.stringify(draft)
  useEffect(() => {
    if (!isReady) return
    const message = { tether: { type: 'preview', draft: JSON.parse(told) as object } }
    frame.current?.contentWindow?.postMessage(message, location.origin)
  }, [isReady, told])
  const origin = encodeURIComponent(location.origin)
  const src = `${basePath}/widget/frame?webchat=${encodeURIComponent(key)}#origin=${origin}`
  return { frame, src, isReady }
}
