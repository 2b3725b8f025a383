import { Refusal } from '../../platform/errors.ts'
import { readTags } from '../../contacts/tags.ts'
import { toCustomValue } from '../../contacts/custom-values.ts'
import type { CustomField, CustomValue } from '../../contacts/custom-values.ts'
import { splitList } from '../lists.ts'
import {
  RowProblem,
  readBoolean,
  readDate,
  readEmail,
  readFullName,
  readNumber,
  readPhoneNumber,
  within,
} from './cells.ts'
import type { Colleagues } from './colleagues.ts'
import type { NamedValues } from './field-values.ts'
import type { Statuses } from './statuses.ts'

/** What the texts in the cells are read with. */
export interface Reading {
  country: string
  colleagues: Colleagues
  statuses: Statuses
}

export interface ImportableField {
  name: string
  label: string
  /** Names that columns have elsewhere: without accents, in lower case, letters and digits only. */
  synonyms: string[]
  /** Of one of the organization's own fields. */
  custom?: CustomField
  /** Whether colleagues are named in its cells. */
  isOfPeople?: boolean
  read: (text: string, reading: Reading) => NamedValues
}

const longestTag = 50
const mostAssignees = 100

/** Everything that a column may become but the organization's own fields. */
const standardFields: ImportableField[] = [
  {
    name: 'phoneNumber',
    label: 'Phone number',
    synonyms:
      'phonenumber phone mobile mobilephone mobilenumber mobilephonenumber cell cellphone cellnumber cellular tel telephone telephonenumber primaryphone phone1 homephone workphone telefon telefonnummer mobil handy handynummer telefono telephonemobile numero portable celular movil'.split(
        ' ',
      ),
    read: (text, { country }) => ({ phoneNumber: readPhoneNumber(text, country) }),
  },
  textField('firstName', 'First name', 200, 'firstname first givenname forename fname vorname prenom nombre'),
  textField(
    'lastName',
    'Last name',
    200,
    'lastname last surname familyname lname nachname nom nomdefamille apellido apellidos',
  ),
  {
    name: 'fullName',
    label: 'Full name',
    synonyms: 'fullname name contactname contact customername customer leadname'.split(' '),
    read: (text) => readFullName(text),
  },
  {
    name: 'email',
    label: 'Email',
    synonyms: 'email emailaddress mail primaryemail email1 emailadresse courriel correo correoelectronico'.split(' '),
    read: (text) => ({ email: readEmail(text) }),
  },
  {
    name: 'status',
    label: 'Status',
    synonyms: 'status leadstatus stage pipelinestage'.split(' '),
    read: (text, { statuses }) => ({ status: statuses.spell(within(100, 'Status', text)) }),
  },
  textField('process', 'Process', 200, 'process'),
  textField('source', 'Source', 100, 'source leadsource origin quelle'),
  {
    name: 'tags',
    label: 'Tags',
    synonyms: 'tags tag labels label keywords schlagworte schlagworter etiquettes etiquetas'.split(' '),
    read: (text) => ({ tags: readTagCell(text) }),
  },
  {
    name: 'owner',
    label: 'Owner',
    synonyms:
      'owner owneremail contactowner leadowner recordowner accountowner assignedrep salesrep ownername proprietaire propietario besitzer'.split(
        ' ',
      ),
    isOfPeople: true,
    read: (text, { colleagues }) => ({ userId: colleagues.find(text) }),
  },
  {
    name: 'assignees',
    label: 'Assignees',
    synonyms: 'assignees assignee assignedto assigned'.split(' '),
    isOfPeople: true,
    read: (text, { colleagues }) => ({ assignees: readAssignees(text, colleagues) }),
  },
  {
    name: 'isAutopilot',
    label: 'Autopilot',
    synonyms: 'autopilot isautopilot'.split(' '),
    read: (text) => ({ isAutopilot: readBoolean('Autopilot', text) }),
  },
]

/** Everything that a column may become in the organization with these fields of its own, and the one place that says so. */
export function fieldsWith(custom: CustomField[]): ImportableField[] {
  return [...standardFields, ...custom.map(customField)]
}

export const standardNames = standardFields.map(({ name }) => name)

/** What a field is called to people, by its name or its id. */
export function labelOf(name: string, fields: ImportableField[]): string {
  const standard = name === 'userId' ? 'owner' : name
  return fields.find((field) => (field.custom?.id ?? field.name) === standard)?.label ?? name
}

function textField(name: string, label: string, longest: number, synonyms: string): ImportableField {
  return {
    name,
    label,
    synonyms: synonyms.split(' '),
    read: (text) => ({ [name]: within(longest, label, text) }),
  }
}

function customField(field: CustomField): ImportableField {
  return {
    name: `customFields.${field.key}`,
    label: field.name,
    synonyms: [],
    custom: field,
    read: (text, { country }) => ({ [field.id]: readCustomValue(field, text, country) }),
  }
}

function readCustomValue(field: CustomField, text: string, country: string): CustomValue {
  try {
    return toCustomValue(field, typed(field, text, country), country)
  } catch (error) {
    if (error instanceof Refusal) throw new RowProblem('invalid_value', error.message)
    throw error
  }
}

/** What JSON would hold instead of the text. */
function typed(field: CustomField, text: string, country: string): CustomValue {
  switch (field.dataType) {
    case 'number':
      return readNumber(field.name, text)
    case 'boolean':
      return readBoolean(field.name, text)
    case 'date':
      return readDate(text, country)
    case 'select':
      return optionOf(field.rules.options ?? [], text)
    default:
      return text
  }
}

/** However it is spelled, where that is only one. */
function optionOf(options: string[], text: string): string {
  if (options.includes(text)) return text
  const alike = options.filter((option) => option.trim().toLowerCase() === text.toLowerCase())
  return alike.length === 1 ? alike[0]! : text
}

function readTagCell(text: string): string[] {
  const tags = readTags(splitList(text))
  for (const tag of tags) within(longestTag, `The tag "${tag.slice(0, 20)}…"`, tag)
  return tags
}

function readAssignees(text: string, colleagues: Colleagues): string[] {
  const ids = [...new Set(splitList(text).map((each) => colleagues.find(each)))]
  if (ids.length <= mostAssignees) return ids
  throw new RowProblem('too_many_assignees', `A contact may have ${mostAssignees} assignees.`)
}
