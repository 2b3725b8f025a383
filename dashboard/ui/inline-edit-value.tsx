import type { Ref } from 'react'
import { classes } from './classes.ts'
import { Spinner } from './spinner.tsx'
import { texts } from './texts.ts'

/** What InlineEdit shows while nobody edits. */
export function InlineEditValue({
  label,
  shown,
  placeholder = '—',
  isReadOnly = false,
  isMultiline = false,
  isSaving,
  onEdit,
  ref,
  className,
}: {
  label: string
  shown: string
  placeholder?: string | undefined
  isReadOnly?: boolean | undefined
  isMultiline?: boolean | undefined
  isSaving: boolean
  onEdit: () => void
  ref: Ref<HTMLButtonElement>
  className?: string | undefined
}) {
  const look = classes(
    'flex min-h-control w-full min-w-0 items-center gap-2 rounded-md border border-transparent px-1.5 text-start text-sm',
    !shown && 'text-faint',
    className,
  )
  const text = (
    <span dir="auto" className={isMultiline ? 'py-1 wrap-anywhere whitespace-pre-wrap' : 'truncate'}>
      {shown || placeholder}
    </span>
  )
  if (isReadOnly) return <div className={look}>{text}</div>
  return (
    <button
      ref={ref}
      type="button"
      aria-label={`${texts.edit(label)}: ${shown || placeholder}`}
      onClick={onEdit}
      className={classes(look, 'cursor-text! outline-offset-0 hover:bg-hover')}
    >
      {text}
      {isSaving && (
        <span role="status" className="ms-auto text-faint">
          <Spinner className="size-3.5" />
          <span className="sr-only">{texts.saving}</span>
        </span>
      )}
    </button>
  )
}
