import { useRef, useState, type KeyboardEvent } from 'react'
import { classes } from './classes.ts'
import { Input } from './input.tsx'
import { InlineEditValue } from './inline-edit-value.tsx'
import { TextArea } from './text-area.tsx'
import { texts } from './texts.ts'

export type InlineEditProps = {
  label: string
  value: string
  /** Saves the new value; what it throws is shown beside the field, which stays open. */
  onSave: (value: string) => Promise<unknown> | void
  /** A sentence when the value cannot be saved, else undefined. */
  check?: ((value: string) => string | undefined) | undefined
  placeholder?: string | undefined
  type?: 'text' | 'email' | 'tel' | 'url' | 'number' | 'date' | undefined
  isMultiline?: boolean | undefined
  isReadOnly?: boolean | undefined
  /** How the value is shown while nobody edits it, such as a date as one writes it. */
  format?: ((value: string) => string) | undefined
  className?: string | undefined
}

/** A value that becomes a field when pressed: Enter or leaving saves, Escape takes it back. */
export function InlineEdit(props: InlineEditProps) {
  const { label, value, placeholder, isMultiline = false, format, className } = props
  const { draft, setDraft, saving, problem, shown, open, close, save } = useDraft(props)
  if (draft === undefined) {
    const edit = () => open(value)
    const current = saving ?? value
    return (
      <InlineEditValue
        {...props}
        ref={shown}
        shown={format && current ? format(current) : current}
        isSaving={saving !== undefined}
        onEdit={edit}
      />
    )
  }
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const isEnter = event.key === 'Enter' && (!isMultiline || event.metaKey || event.ctrlKey)
    if (event.key === 'Escape') close(true)
    else if (isEnter) void save(draft, true)
    else return
    event.preventDefault()
    // A dialog around the field shall not close with it.
    event.stopPropagation()
  }
  const shared = {
    'aria-label': label,
    'aria-invalid': problem !== undefined,
    autoFocus: true,
    placeholder,
    value: draft,
    onValueChange: setDraft,
    onKeyDown: press,
    onBlur: () => void save(draft, false),
  }
  return (
    <div className={classes('min-w-0', className)}>
      {isMultiline ? (
        <TextArea {...shared} rows={2} />
      ) : (
        <Input {...shared} type={props.type ?? 'text'} className="px-1.5!" />
      )}
      {problem && (
        <p role="alert" className="mt-1 text-xs text-danger-text">
          {problem}
        </p>
      )}
    </div>
  )
}

function useDraft({ value, onSave, check, isMultiline = false }: InlineEditProps) {
  const [draft, setDraft] = useState<string | undefined>(undefined)
  const [saving, setSaving] = useState<string | undefined>(undefined)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const shown = useRef<HTMLButtonElement>(null)
  // Browsers tell of the blur of a field that is taken away: what was saved or given up is not saved again.
  const isOpen = useRef(false)
  const open = (written: string) => {
    isOpen.current = true
    setDraft(written)
  }
  const close = (takesFocus: boolean) => {
    isOpen.current = false
    setDraft(undefined)
    setProblem(undefined)
    if (takesFocus) requestAnimationFrame(() => shown.current?.focus())
  }
  const save = async (written: string, takesFocus: boolean) => {
    if (!isOpen.current) return
    const next = isMultiline ? written : written.trim()
    if (next === value) return close(takesFocus)
    const refusal = check?.(next)
    if (refusal !== undefined) return setProblem(refusal)
    // The new value is seen at once; only a failure opens the field again.
    close(takesFocus)
    setSaving(next)
    try {
      await onSave(next)
    } catch (error) {
      open(next)
      setProblem(error instanceof Error && error.message ? error.message : texts.saveFailed)
    }
    setSaving(undefined)
  }
  return { draft, setDraft, saving, problem, shown, open, close, save }
}
