import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { invalid } from '../platform/errors.ts'
import { fillContact } from './filling.ts'
import { changeVisitor, enter, holdVisitors, settingsOf } from './visitors.ts'
import type { Standing } from './visitors.ts'

export interface Answers {
  name?: string | undefined
  email?: string | undefined
  phone?: string | undefined
  consent?: true | undefined
}

/** What a visitor says of itself. A known one is who the site says: only its consent is kept. */
export function fillForm(db: Database, secret: string, answers: Answers): Promise<Standing> {
  return transact(db, async (trx) => {
    const asked = await enter(trx, secret)
    await holdVisitors(trx, asked.channel, [asked.visitor.id])
    const standing = await enter(trx, secret)
    refuseIncomplete(standing, answers)
    const { name, email, phone, consent } = answers
    const now = new Date()
    const said = {
      ...(name ? { name: name.trim() } : {}),
      ...(email ? { email: email.trim().toLowerCase() } : {}),
      ...(phone ? { phone: phone.trim() } : {}),
    }
    const isKnown = standing.visitor.externalId !== null
    const consented = consent && standing.visitor.consentedAt === null ? agreed(standing, now) : {}
    const changed = await changeVisitor(trx, standing.visitor, {
      ...(isKnown ? {} : said),
      ...consented,
      formAt: standing.visitor.formAt ?? now,
    })
    if (changed) await fillContact(trx, changed)
    return { ...standing, visitor: changed ?? standing.visitor }
  })
}

/** The text as it was then: what it says later nobody has agreed to. */
function agreed({ channel }: Standing, consentedAt: Date) {
  return { consentedAt, consentText: settingsOf(channel).form.consent }
}

function refuseIncomplete({ channel, visitor }: Standing, answers: Answers): void {
  const { form } = settingsOf(channel)
  if (!form.isOn) return
  if (form.consent !== null && !answers.consent && visitor.consentedAt === null) {
    throw invalid('consent', 'it must be true before the chat can begin.')
  }
  for (const { name, isRequired } of form.fields) {
    if (isRequired && !(answers[name] ?? visitor[name])?.trim()) throw invalid(name, 'it is required.')
  }
}
