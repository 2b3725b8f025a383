import { Button } from './button.tsx'
import { FormActions } from './form-layout.tsx'
import { texts } from './texts.ts'
import { useUnsaved } from './unsaved.ts'

/** The end of a form that is saved as a whole: nothing to press until something has changed. */
export function SaveBar({
  isChanged,
  isBusy,
  onReset,
  label = texts.save,
}: {
  isChanged: boolean
  isBusy: boolean
  onReset?: (() => void) | undefined
  label?: string | undefined
}) {
  useUnsaved(isChanged)
  return (
    <FormActions>
      {onReset && isChanged && !isBusy && (
        <Button variant="quiet" onClick={onReset}>
          {texts.cancel}
        </Button>
      )}
      <Button type="submit" variant="primary" isBusy={isBusy} disabled={!isChanged}>
        {label}
      </Button>
    </FormActions>
  )
}
