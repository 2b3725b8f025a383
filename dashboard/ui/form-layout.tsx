import type { ComponentProps, FormEvent, ReactNode } from 'react'
import { classes } from './classes.ts'

/** A form that never leaves the page by itself. */
export function Form({
  onSubmit,
  className,
  ...rest
}: Omit<ComponentProps<'form'>, 'onSubmit'> & { onSubmit: () => void }) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return <form noValidate {...rest} onSubmit={submit} className={classes('flex flex-col gap-4', className)} />
}

/** A part of the settings: what it is about at the start, its fields at the end; one below the other on phones. */
export function FormSection({
  title,
  description,
  children,
}: {
  title: string
  description?: ReactNode
  children: ReactNode
}) {
  return (
    <section className="grid gap-x-10 gap-y-4 border-t py-6 first:border-t-0 first:pt-0 md:grid-cols-[minmax(0,16rem)_minmax(0,32rem)]">
      <div>
        <h2 className="text-base font-semibold">{title}</h2>
        {description && <p className="mt-1 text-pretty text-muted">{description}</p>}
      </div>
      <div className="flex min-w-0 flex-col gap-4">{children}</div>
    </section>
  )
}

/** Fields side by side where there is room. */
export function FormRow({ children }: { children: ReactNode }) {
  return <div className="grid gap-4 xs:grid-flow-col xs:auto-cols-fr">{children}</div>
}

/** The buttons that end a form. */
export function FormActions({ children, note }: { children: ReactNode; note?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-end gap-2 pt-1">
      {note && <div className="me-auto text-xs text-muted">{note}</div>}
      {children}
    </div>
  )
}
