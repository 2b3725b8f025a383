import type { Option } from '../ui/options.ts'
import type { ContactsSearch, FieldValue, Period } from './contacts-search.ts'
import { channelTypes } from './contact.ts'
import type { CustomField } from './contact.ts'
import { texts } from './texts.ts'

interface Shared {
  id: string
  label: string
}

interface ChoiceFilter extends Shared {
  type: 'choice'
  options: Option[]
  isMany: boolean
  read: (search: ContactsSearch) => string[]
  write: (search: ContactsSearch, values: string[]) => ContactsSearch
}

interface PeriodFilter extends Shared {
  type: 'period'
  read: (search: ContactsSearch) => Period | undefined
  write: (search: ContactsSearch, period: Period | undefined) => ContactsSearch
}

interface TextFilter extends Shared {
  type: 'text'
  input: 'text' | 'number' | 'date'
  read: (search: ContactsSearch) => string
  write: (search: ContactsSearch, text: string) => ContactsSearch
}

/** Something that the table can be narrowed to. */
export type FilterKind = ChoiceFilter | PeriodFilter | TextFilter

export interface FilterOptions {
  statuses: Option[]
  /** Where there are several. */
  pipelines: Option[]
  people: Option[]
  tags: Option[]
  fields: readonly CustomField[]
}

export function filterKinds({ statuses, pipelines, people, tags, fields }: FilterOptions): FilterKind[] {
  return [
    one('status', texts.status, statuses),
    ...(pipelines.length > 1 ? [one('pipelineId', texts.pipeline, pipelines)] : []),
    many('owner', texts.owner, people),
    many('assignee', texts.assignee, people),
    many('tag', texts.tag, tags),
    one(
      'channel',
      texts.channelFilter,
      channelTypes.map((type) => ({ value: type, label: texts.channel(type) })),
    ),
    one(
      'messages',
      texts.messagesFilter,
      Object.entries(texts.messageStates).map(([value, label]) => ({ value, label })),
    ),
    either('active', texts.activity, texts.active, texts.inactive),
    either('optedOut', texts.consent, texts.optedOut, texts.mayBeWrittenTo),
    either('blocked', texts.blockedFilter, texts.blocked, texts.notBlocked),
    period('spoken', texts.lastMessage),
    period('created', texts.createdAt),
    word('source', texts.source),
    ...fields.map(ofField),
  ]
}

/** Without what is empty, so that the address says only what counts. */
function put(search: ContactsSearch, name: keyof ContactsSearch, value: unknown): ContactsSearch {
  const { [name]: _before, ...rest } = search
  return value === undefined ? rest : { ...rest, [name]: value }
}

function one(name: 'status' | 'pipelineId' | 'channel' | 'messages', label: string, options: Option[]): FilterKind {
  return {
    id: name,
    label,
    type: 'choice',
    options,
    isMany: false,
    read: (search) => [search[name] ?? []].flat(),
    write: (search, [value]) => put(search, name, value),
  }
}

function many(name: 'owner' | 'assignee' | 'tag', label: string, options: Option[]): FilterKind {
  return {
    id: name,
    label,
    type: 'choice',
    options,
    isMany: true,
    read: (search) => search[name] ?? [],
    write: (search, values) => put(search, name, values.length > 0 ? values : undefined),
  }
}

function either(name: 'active' | 'optedOut' | 'blocked', label: string, yes: string, no: string): FilterKind {
  return {
    id: name,
    label,
    type: 'choice',
    options: [
      { value: 'true', label: yes },
      { value: 'false', label: no },
    ],
    isMany: false,
    read: (search) => (search[name] === undefined ? [] : [String(search[name])]),
    write: (search, [value]) => put(search, name, value === undefined ? undefined : value === 'true'),
  }
}

function period(name: 'created' | 'spoken', label: string): FilterKind {
  return {
    id: name,
    label,
    type: 'period',
    read: (search) => search[name],
    write: (search, value) => put(search, name, value && (value.from || value.to) ? value : undefined),
  }
}

function word(name: 'source', label: string): FilterKind {
  return {
    id: name,
    label,
    type: 'text',
    input: 'text',
    read: (search) => search[name] ?? '',
    write: (search, text) => put(search, name, text || undefined),
  }
}

function ofField({ key, name, dataType, options = [] }: CustomField): FilterKind {
  const read = ({ fields }: ContactsSearch) => (fields?.[key] ?? []).map(String)
  const write = (search: ContactsSearch, values: FieldValue[]) => {
    const { [key]: _before, ...others } = search.fields ?? {}
    const fields = values.length > 0 ? { ...others, [key]: values } : others
    return put(search, 'fields', Object.keys(fields).length > 0 ? fields : undefined)
  }
  const shared = { id: `field:${key}`, label: name }
  if (dataType === 'boolean') {
    const choices = [
      { value: 'true', label: texts.yes },
      { value: 'false', label: texts.no },
    ]
    const asked = (values: string[]) => values.map((value) => value === 'true')
    return {
      ...shared,
      type: 'choice',
      options: choices,
      isMany: false,
      read,
      write: (search, values) => write(search, asked(values)),
    }
  }
  if (dataType === 'select') {
    const choices = options.map((value) => ({ value, label: value }))
    return { ...shared, type: 'choice', options: choices, isMany: true, read, write }
  }
  const typed = (text: string) => (dataType === 'number' ? Number(text) : text)
  return {
    ...shared,
    type: 'text',
    input: dataType === 'number' || dataType === 'date' ? dataType : 'text',
    read: (search) => read(search)[0] ?? '',
    write: (search, text) => write(search, text ? [typed(text)] : []),
  }
}

/** Whether anything is asked of this kind. */
export function isAsked(kind: FilterKind, search: ContactsSearch): boolean {
  return kind.type === 'period' ? kind.read(search) !== undefined : kind.read(search).length > 0
}

export function without(kind: FilterKind, search: ContactsSearch): ContactsSearch {
  if (kind.type === 'choice') return kind.write(search, [])
  return kind.type === 'period' ? kind.write(search, undefined) : kind.write(search, '')
}
