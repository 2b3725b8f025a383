import type { ReactNode } from 'react'

import { Picker } from '../../ui/picker.tsx'
import { texts } from '../texts.ts'
import { useKnownTags } from './known-tags.ts'

interface Props {
  trigger: ReactNode
  /** Those that all of them have. */
  tags: readonly string[]
  onTag: (add: string[], remove: string[]) => void
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

/** Which tags it has; a new one is made by writing it. */
export function TagPicker({ trigger, tags, onTag, isOpen, onOpenChange }: Props) {
  const known = useKnownTags(tags)
  return (
    <Picker
      label={texts.tags}
      placeholder={texts.tagPlaceholder}
      trigger={trigger}
      options={known.map((tag) => ({ value: tag, label: tag }))}
      selected={tags}
      onPick={(tag) => (tags.includes(tag) ? onTag([], [tag]) : onTag([tag], []))}
      onCreate={(name) => onTag([toTag(name)], [])}
      isMultiple
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      align="end"
    />
  )
}

/** As the server spells it, so that what is shown at once is what it will be. */
function toTag(name: string): string {
  return name.normalize('NFC').trim().replaceAll(/\s+/gu, ' ').toLowerCase()
}
