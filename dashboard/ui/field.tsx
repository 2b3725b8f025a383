import { CircleAlert } from 'lucide-react'
import { useId, useMemo, type ReactNode } from 'react'
import { FieldContext } from './field-context.ts'
import { texts } from './texts.ts'

export type FieldProps = {
  label: ReactNode
  hint?: ReactNode
  error?: ReactNode
  isRequired?: boolean | undefined
  isOptional?: boolean | undefined
  /** For several controls under one label (radios, segments, a time range). */
  isGroup?: boolean | undefined
  isLabelHidden?: boolean | undefined
  children: ReactNode
}

/** Label, hint and error around one control, which finds them by itself. */
export function Field({
  label,
  hint,
  error,
  isRequired = false,
  isOptional,
  isGroup,
  isLabelHidden,
  children,
}: FieldProps) {
  const id = useId()
  const labelId = `${id}label`
  const hintId = hint ? `${id}hint` : ''
  const errorId = error ? `${id}error` : ''
  const describedBy = `${hintId} ${errorId}`.trim() || undefined
  const isInvalid = Boolean(error)
  const control = useMemo(
    () => ({ id, labelId, describedBy, isInvalid, isRequired }),
    [id, labelId, describedBy, isInvalid, isRequired],
  )
  const Label = isGroup ? 'span' : 'label'
  return (
    <FieldContext value={control}>
      <div className="flex min-w-0 flex-col gap-1">
        <Label
          id={labelId}
          {...(isGroup ? {} : { htmlFor: id })}
          className={isLabelHidden ? 'sr-only' : 'self-start text-sm font-medium text-text'}
        >
          {label}
          {isOptional && <span className="ms-1 font-normal text-faint">({texts.optional})</span>}
        </Label>
        {children}
        {error && (
          <p id={errorId} className="flex items-start gap-1 text-xs text-danger-text">
            <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
            {error}
          </p>
        )}
        {hint && (
          <p id={hintId} className="text-xs text-muted">
            {hint}
          </p>
        )}
      </div>
    </FieldContext>
  )
}
