import { useEffect, useRef, type ReactNode } from 'react'

/** What a step is about. It takes the focus when it comes in place of another, so that whoever listens hears it. */
export function StepHeading({ title, children }: { title: string; children?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (document.activeElement === document.body || !document.activeElement) heading.current?.focus()
  }, [])
  return (
    <div className="mb-4 max-w-2xl">
      <h2 ref={heading} tabIndex={-1} className="text-base font-semibold outline-none">
        {title}
      </h2>
      {children && <p className="mt-0.5 text-pretty text-muted">{children}</p>}
    </div>
  )
}
