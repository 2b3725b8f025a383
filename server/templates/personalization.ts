import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import { findContact } from '../contacts/contacts.ts'
import { render } from './rendering.ts'
import type { Rendered, Values } from './rendering.ts'
import type { Contact } from '../contacts/row.ts'

/** Who writes: the same for all the contacts of a request. */
export type Sender = Pick<Values, 'organizationName' | 'agentName' | 'agentEmail' | 'agentPhoneNumber'>

/** What of a contact a text may name. */
export type Named = Pick<Contact, 'firstName' | 'lastName' | 'phoneNumber' | 'email'>

export async function senderOf(db: Database, actor: Actor): Promise<Sender> {
  const { name } = await db
    .selectFrom('organizations')
    .select('name')
    .where('id', '=', actor.organizationId)
    .executeTakeFirstOrThrow()
  const user = await db
    .selectFrom('users')
    .select(['fullName', 'email', 'phoneNumber'])
    .where('organizationId', '=', actor.organizationId)
    .where('id', '=', actor.userId ?? '')
    .executeTakeFirst()
  return {
    organizationName: name,
    agentName: user?.fullName ?? null,
    agentEmail: user?.email ?? null,
    agentPhoneNumber: user?.phoneNumber ?? null,
  }
}

/** The text for this contact; refused where something is named that is not known. */
export async function renderFor(
  db: Database,
  actor: Actor,
  template: string,
  contactId: string,
  sender: Sender,
): Promise<string> {
  const rendered = renderWith(template, await findContact(db, actor, contactId), sender)
  if (rendered.missing.length > 0) throw variableMissing(rendered)
  return rendered.text
}

export function renderWith(template: string, contact: Named, sender: Sender): Rendered {
  const { firstName, lastName, phoneNumber, email } = contact
  const fullName = [firstName, lastName].filter((name) => name?.trim()).join(' ')
  return render(template, { firstName, lastName, fullName, phoneNumber, email, ...sender })
}

/** Better not at all than “Hello {{firstName}}”. */
export function variableMissing({ missing }: Rendered): Refusal {
  const names = missing.map((name) => `{{${name}}}`).join(', ')
  const details = missing.map((field) => ({ field, message: `${field} is not known.` }))
  const message = `${names} is not known here: fill it in, or say in the text what stands in its place, as {{${missing[0]}|there}}.`
  return new Refusal(422, 'variable_missing', message, { details })
}
