import { OutgoingFailure } from '../../platform/outgoing.ts'
import type { Outgoing } from '../../platform/outgoing.ts'
import type { Connection } from '../connector.ts'
import { accountOf, resourceUrl } from './account.ts'
import { codeIn, readAnswer } from './answer.ts'
import { deliveryError } from './errors.ts'
import { requestLimits } from './sending.ts'

/** Reads the account, which sends nothing and costs nothing. */
export async function checkAccount(
  outgoing: Outgoing,
  connection: Connection,
): Promise<{ isWorking: boolean; message: string }> {
  const account = accountOf(connection)
  try {
    const response = await outgoing.request(resourceUrl(account, '.json'), {
      ...requestLimits,
      headers: { authorization: account.authorization },
    })
    return judge(response.status, readAnswer(response))
  } catch (error) {
    if (!(error instanceof OutgoingFailure)) throw error
    return { isWorking: false, message: `Twilio cannot be reached at ${account.baseUrl}. ${error.message}` }
  }
}

function judge(status: number, answer: Record<string, unknown>): { isWorking: boolean; message: string } {
  if (status >= 500 || status === 429)
    return { isWorking: false, message: `Twilio answered with ${status}. Try again later.` }
  if (status !== 200) {
    return {
      isWorking: false,
      message: deliveryError(codeIn(answer, status), String(answer['message'] ?? ''), status).message,
    }
  }
  if (!answer['sid']) return { isWorking: false, message: 'What answers at this address is not the API of Twilio.' }
  const name = String(answer['friendly_name'] ?? answer['sid'])
  // Twilio: an account is active, suspended or closed.
  if (answer['status'] === 'active' || !answer['status']) {
    return { isWorking: true, message: `Twilio accepts the credentials of the account "${name}".` }
  }
  return { isWorking: false, message: `The account "${name}" is ${String(answer['status'])} at Twilio.` }
}
