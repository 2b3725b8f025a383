import { Button } from '../ui/button.tsx'
import { FormActions } from '../ui/form-layout.tsx'
import { useUnsaved } from '../ui/unsaved.ts'
import { texts } from './texts.ts'

/** The end of a form that is saved by itself: something to press only while there is something to save. */
export function SaveActions({
  isChanged,
  isBusy,
  onDiscard,
}: {
  isChanged: boolean
  isBusy: boolean
  onDiscard: () => void
}) {
  useUnsaved(isChanged)
  return (
    <FormActions note={isChanged ? texts.unsaved : undefined}>
      {isChanged && (
        <Button variant="quiet" onClick={onDiscard}>
          {texts.discard}
        </Button>
      )}
      <Button type="submit" variant={isChanged ? 'primary' : 'secondary'} disabled={!isChanged} isBusy={isBusy}>
        {texts.save}
      </Button>
    </FormActions>
  )
}
