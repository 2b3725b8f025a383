import { useEffect, useState, type ReactNode } from 'react'

/** Renders its children only when they have been waited for: what is there sooner should not flicker. */
export function Delayed({ children, milliseconds = 300 }: { children: ReactNode; milliseconds?: number }) {
  const [isDue, setIsDue] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsDue(true), milliseconds)
    return () => clearTimeout(timer)
  }, [milliseconds])
  return isDue ? children : undefined
}
