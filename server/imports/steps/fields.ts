import { isValidPhoneNumber } from 'libphonenumber-js/max'

import { toPhoneNumber } from '../../platform/phone-numbers.ts'

/** What an import may write into a contact besides its phone number. */
export interface FieldValues {
  firstName: string | null
  lastName: string | null
  email: string | null
  status: string
  process: string
  source: string
}

export type Values = Partial<FieldValues> & { phoneNumber?: string }

/** Why a row cannot be taken: a code for programs, a sentence for people. */
export class RowProblem extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export interface ImportableField {
  name: string
  label: string
  /** Names that columns have elsewhere: without accents, in lower case, letters and digits only. */
  synonyms: string[]
  read: (text: string, country: string) => Values
}

/** Everything that a column may become, and the one place that says so. */
export const importableFields: ImportableField[] = [
  {
    name: 'phoneNumber',
    label: 'Phone number',
    synonyms:
      'phonenumber phone mobile mobilephone mobilenumber mobilephonenumber cell cellphone cellnumber cellular tel telephone telephonenumber primaryphone phone1 homephone workphone telefon telefonnummer mobil handy handynummer telefono telephonemobile numero portable celular movil'.split(
        ' ',
      ),
    read: (text, country) => ({ phoneNumber: readPhoneNumber(text, country) }),
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
  textField('status', 'Status', 100, 'status leadstatus stage pipelinestage'),
  textField('process', 'Process', 200, 'process'),
  textField('source', 'Source', 100, 'source leadsource origin quelle'),
]

function textField(name: keyof FieldValues, label: string, longest: number, synonyms: string): ImportableField {
  return {
    name,
    label,
    synonyms: synonyms.split(' '),
    read: (text) => ({ [name]: within(longest, label, text) }),
  }
}

function within(longest: number, label: string, text: string): string {
  if (text.length <= longest) return text
  throw new RowProblem('too_long', `${label} is longer than ${longest} characters.`)
}

function readFullName(text: string): Values {
  const [last, first] = text.split(/\s*,\s*/, 2) as [string, string?]
  const [given, ...rest] = first ? [first, last] : text.split(/\s+/)
  const family = rest.join(' ')
  return {
    firstName: within(200, 'First name', given!),
    ...(family ? { lastName: within(200, 'Last name', family) } : {}),
  }
}

function readEmail(text: string): string {
  const email = text.replace(/^mailto:/i, '').toLowerCase()
  if (/^[^\s@"(),:;<>[\]\\]+@[^\s@"(),:;<>[\]\\]+\.[^\s@"(),:;<>[\]\\.]+$/.test(email) && email.length <= 254)
    return email
  throw new RowProblem('invalid_email', `"${text.slice(0, 80)}" is not an email address.`)
}

/** A spreadsheet drops the plus and keeps the digits: those are a number of another country, if that knows it. */
function readPhoneNumber(text: string, country: string): string {
  if (/^\d([.,]\d+)?E\+\d+$/i.test(text)) {
    throw new RowProblem('invalid_phone_number', `"${text}" was shortened by a spreadsheet: format the column as text.`)
  }
  try {
    return toPhoneNumber(text.slice(0, 100), country)
  } catch {
    if (/^\d{8,15}$/.test(text) && isValidPhoneNumber(`+${text}`)) return `+${text}`
    throw new RowProblem('invalid_phone_number', `"${text.slice(0, 40)}" is not a phone number that can be reached.`)
  }
}

export function isPhoneNumber(text: string, country: string): boolean {
  try {
    return text.trim() !== '' && readPhoneNumber(text.trim(), country) !== ''
  } catch {
    return false
  }
}
