import { useQuery } from '@tanstack/react-query'

import { Picker } from '../ui/picker.tsx'
import { AddButton, Chip } from './assignees-field.tsx'
import type { Contact } from './contact.ts'
import { tagsQuery } from './contact-queries.ts'
import { texts } from './texts.ts'
import { saidWhenFailed, useTagChange } from './use-contact-change.ts'

export function TagsField({ contact }: { contact: Contact }) {
  const change = saidWhenFailed(useTagChange(contact._id))
  const { data: known = [] } = useQuery(tagsQuery)
  const { tags } = contact
  const toggle = (tag: string) => change(tags.includes(tag) ? tags.filter((each) => each !== tag) : [...tags, tag])
  const all = [...new Set([...tags, ...known])]
  return (
    <div className="flex min-h-control flex-wrap items-center gap-1 px-1">
      {tags.map((tag) => (
        <Chip key={tag} name={tag} onRemove={() => toggle(tag)} />
      ))}
      <Picker
        label={texts.tags}
        isMultiple
        options={all.map((tag) => ({ value: tag, label: tag }))}
        selected={tags}
        onPick={toggle}
        onCreate={(name) => toggle(name.toLowerCase())}
        emptyText={texts.noTags}
        trigger={<AddButton label={texts.addTag} isEmpty={tags.length === 0} />}
      />
    </div>
  )
}
