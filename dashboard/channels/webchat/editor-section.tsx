import type { ReactNode } from 'react'

/** One below the other, since the preview has the place beside them. */
export function EditorSection({
  title,
  description,
  children,
}: {
  title: string
  description?: string
  children: ReactNode
}) {
  return (
    <section className="border-t py-6 first:border-t-0 first:pt-0">
      <h2 className="text-base font-semibold">{title}</h2>
      {description && <p className="mt-0.5 text-pretty text-muted">{description}</p>}
      <div className="mt-4 flex flex-col gap-4">{children}</div>
    </section>
  )
}
