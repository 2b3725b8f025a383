import { OutgoingFailure } from '../../platform/outgoing.ts'
import type { Outgoing } from '../../platform/outgoing.ts'
import type { Connection, Profile } from '../connector.ts'
import { baseUrlOf, graphRequest, requestLimits } from './account.ts'
import { errorIn, readAnswer } from './answer.ts'
import { outcomeOfError } from './errors.ts'

/** Reads the name of the page, which sends nothing. */
export async function checkPage(
  outgoing: Outgoing,
  connection: Connection,
): Promise<{ isWorking: boolean; message: string }> {
  try {
    const { status, answer } = await ask(outgoing, connection, connection.identifier, 'name')
    return judge(connection, status, answer)
  } catch (error) {
    if (!(error instanceof OutgoingFailure)) throw error
    return { isWorking: false, message: `Meta cannot be reached at ${baseUrlOf(connection)}. ${error.message}` }
  }
}

function judge({ identifier }: Connection, status: number, answer: Record<string, unknown>) {
  if (status >= 500 || status === 429)
    return { isWorking: false, message: `Meta answered with ${status}. Try again later.` }
  const error = errorIn(answer)
  if (error) {
    const outcome = outcomeOfError(error)
    const message = 'error' in outcome ? outcome.error.message : 'Too much was asked of Meta. Try again later.'
    return { isWorking: false, message }
  }
  if (status !== 200 || String(answer['id']) !== identifier)
    return { isWorking: false, message: `What answers at this address does not know the page ${identifier}.` }
  return { isWorking: true, message: `Meta accepts the token of the page "${String(answer['name'] ?? identifier)}".` }
}

/**
 * Meta: who has written to the page may be asked for by its token, and not everybody's name is told.
 * https://developers.facebook.com/docs/messenger-platform/identity/user-profile
 */
export async function readProfile(
  outgoing: Outgoing,
  connection: Connection,
  person: string,
): Promise<Profile | undefined> {
  const { status, answer } = await ask(outgoing, connection, person, 'first_name,last_name,profile_pic')
  if (status !== 200) return undefined
  const [firstName, lastName, pictureUrl] = ['first_name', 'last_name', 'profile_pic'].map((name) => {
    const value = answer[name]
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
  })
  return {
    ...(firstName ? { firstName: firstName.slice(0, 100) } : {}),
    ...(lastName ? { lastName: lastName.slice(0, 100) } : {}),
    ...(pictureUrl ? { pictureUrl } : {}),
  }
}

async function ask(outgoing: Outgoing, connection: Connection, id: string, fields: string) {
  const { url, headers } = graphRequest(connection, encodeURIComponent(id), { fields })
  const response = await outgoing.request(url, { ...requestLimits, headers })
  return { status: response.status, answer: readAnswer(response) }
}
