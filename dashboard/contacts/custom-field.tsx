import { ExternalLink as OpenIcon } from 'lucide-react'

import { calendarDate, number } from '../ui/format.ts'
import { InlineEdit } from '../ui/inline-edit.tsx'
import { safeUrl } from '../ui/safe-url.ts'
import { Select } from '../ui/select.tsx'
import { Switch } from '../ui/switch.tsx'
import { tip } from '../ui/tooltip.tsx'
import type { Contact, CustomField } from './contact.ts'
import { fieldsIn } from './contact.ts'
import type { Section } from './contact.ts'
import { FieldRow } from './field-row.tsx'
import { texts } from './texts.ts'
import { saidWhenFailed, useContactChange } from './use-contact-change.ts'

export function SectionFields({ contact, section }: { contact: Contact; section: Section }) {
  return fieldsIn(section).map((field) => (
    <FieldRow key={field.key} label={field.name} hint={field.description}>
      <CustomFieldValue contact={contact} field={field} />
    </FieldRow>
  ))
}

/** A field that the organization made for itself, edited as its type wants it. */
function CustomFieldValue({ contact, field }: { contact: Contact; field: CustomField }) {
  const change = useContactChange(contact._id)
  const save = (value: unknown) => change({ customFields: { [field.key]: value } })
  const set = saidWhenFailed(save)
  const value = contact[field.key] ?? null
  if (field.dataType === 'boolean') {
    return (
      <div className="flex min-h-control items-center px-1.5">
        <Switch aria-label={field.name} isOn={value === true} onSwitch={set} />
      </div>
    )
  }
  if (field.dataType === 'select') return <Choice field={field} value={value} onChoose={set} />
  const shown = asText(value)
  return (
    <div className="flex items-start">
      <InlineEdit
        label={field.name}
        type={inputTypes[field.dataType]}
        value={shown}
        className="flex-1"
        format={formats[field.dataType]}
        check={(text) => refusalOf(field, text)}
        onSave={(text) => save(read(field, text))}
      />
      {field.dataType === 'url' && <OpenUrl url={shown} name={field.name} />}
    </div>
  )
}

function Choice({
  field,
  value,
  onChoose,
}: {
  field: CustomField
  value: unknown
  onChoose: (value: string | null) => void
}) {
  const options = (field.options ?? []).map((option) => ({ value: option, label: option }))
  const none = { value: '', label: texts.none }
  return (
    <Select
      label={field.name}
      look="quiet"
      placeholder="—"
      value={typeof value === 'string' ? value : undefined}
      options={typeof value === 'string' ? [none, ...options] : options}
      onValueChange={(chosen) => onChoose(chosen || null)}
      className="ps-1.5!"
    />
  )
}

function OpenUrl({ url, name }: { url: string; name: string }) {
  const safe = safeUrl(url)
  if (!safe) return null
  return (
    <a
      href={safe}
      target="_blank"
      rel="noopener noreferrer nofollow"
      aria-label={texts.openField(name)}
      {...tip(texts.openField(name))}
      className="mt-0.5 inline-flex size-control-small items-center justify-center rounded-md text-faint hover:bg-hover hover:text-text"
    >
      <OpenIcon aria-hidden className="size-3.5" />
    </a>
  )
}

const inputTypes = {
  string: 'text',
  number: 'number',
  date: 'date',
  url: 'url',
  email: 'email',
  phone: 'tel',
} as const

/** A value that is none of its type is shown as it is. */
const formats: Partial<Record<CustomField['dataType'], (text: string) => string>> = {
  number: (text) => (Number.isNaN(Number(text)) ? text : number(Number(text))),
  date: (text) => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? calendarDate(`${text}T00:00`) : text),
}

export function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function read({ dataType }: CustomField, text: string): unknown {
  if (text === '') return null
  return dataType === 'number' ? Number(text) : text
}

function refusalOf({ dataType }: CustomField, text: string): string | undefined {
  return dataType === 'number' && Number.isNaN(Number(text)) ? texts.numberNeeded : undefined
}
