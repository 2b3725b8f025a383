import { Eye, EyeOff, Pencil, Plus, X } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'

import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Input } from '../ui/input.tsx'
import { moved, ReorderList } from '../ui/reorder-list.tsx'
import { FieldDialog } from './field-dialog.tsx'
import type { FieldDraft, SectionDraft } from './section-drafts.ts'
import { texts } from './texts.ts'

interface SectionEditorProps {
  section: SectionDraft
  handle: ReactNode
  /** The names that fields of any section have in the API. */
  taken: ReadonlySet<string>
  onChange: (section: SectionDraft) => void
  onRemove: () => void
}

export function SectionEditor({ section, handle, taken, onChange, onRemove }: SectionEditorProps) {
  const [edited, setEdited] = useState<FieldDraft | 'new' | undefined>()
  const { fields } = section
  const setFields = (next: FieldDraft[]) => onChange({ ...section, fields: next })
  const keep = (field: FieldDraft) => {
    const isThere = fields.some(({ key }) => key === field.key)
    setFields(isThere ? fields.map((each) => (each.key === field.key ? field : each)) : [...fields, field])
    setEdited(undefined)
  }
  return (
    <section aria-label={section.name || texts.section} className="rounded-lg border">
      <SectionHead {...{ section, handle, onChange, onRemove }} />
      <ReorderList
        label={section.name || texts.section}
        items={fields}
        keyOf={({ key }) => key}
        nameOf={({ name }) => name}
        onMove={(from, to) => setFields(moved(fields, from, to))}
        className="divide-y"
      >
        {(field, fieldHandle) => (
          <FieldRow
            field={field}
            handle={fieldHandle}
            onEdit={() => setEdited(field)}
            onHide={(isHidden) => keep({ ...field, isHidden })}
            onRemove={() => setFields(fields.filter(({ key }) => key !== field.key))}
          />
        )}
      </ReorderList>
      <div className={fields.length > 0 ? 'border-t p-2' : 'p-2'}>
        <Button variant="quiet" size="small" icon={<Plus className="size-3.5" />} onClick={() => setEdited('new')}>
          {texts.addField}
        </Button>
      </div>
      {edited !== undefined && (
        <FieldDialog
          field={edited === 'new' ? undefined : edited}
          taken={taken}
          onKeep={keep}
          onClose={() => setEdited(undefined)}
        />
      )}
    </section>
  )
}

function SectionHead({ section, handle, onChange, onRemove }: Omit<SectionEditorProps, 'taken'>) {
  return (
    <div className="flex items-center gap-1 border-b px-2 py-2">
      {handle}
      <Input
        look="quiet"
        aria-label={texts.sectionName}
        placeholder={texts.sectionName}
        autoFocus={section.name === ''}
        className="font-medium"
        value={section.name}
        onValueChange={(name) => onChange({ ...section, name })}
      />
      <HideButton {...section} onHide={(isHidden) => onChange({ ...section, isHidden })} />
      <IconButton label={texts.remove(section.name)} onClick={onRemove}>
        <X className="size-4" />
      </IconButton>
    </div>
  )
}

interface FieldRowProps {
  field: FieldDraft
  handle: ReactNode
  onEdit: () => void
  onHide: (isHidden: boolean) => void
  onRemove: () => void
}

function FieldRow({ field, handle, onEdit, onHide, onRemove }: FieldRowProps) {
  return (
    <div className="flex items-center gap-1 px-2 py-1.5">
      {handle}
      <div className="min-w-0 flex-1 ps-1">
        <p className="flex items-center gap-2">
          <span className={field.isHidden ? 'truncate text-muted' : 'truncate'}>{field.name}</span>
          <Badge>{texts.types[field.dataType]}</Badge>
        </p>
        <p className="truncate font-mono text-2xs text-muted">{field.property}</p>
      </div>
      <IconButton label={texts.editField(field.name)} onClick={onEdit}>
        <Pencil className="size-4" />
      </IconButton>
      <HideButton {...field} onHide={onHide} />
      <IconButton label={texts.remove(field.name)} onClick={onRemove}>
        <X className="size-4" />
      </IconButton>
    </div>
  )
}

function HideButton({
  name,
  isHidden,
  onHide,
}: {
  name: string
  isHidden: boolean
  onHide: (isHidden: boolean) => void
}) {
  return (
    <IconButton label={isHidden ? texts.show(name) : texts.hide(name)} onClick={() => onHide(!isHidden)}>
      {isHidden ? <EyeOff className="size-4 text-warning-text" /> : <Eye className="size-4" />}
    </IconButton>
  )
}
