import { OutgoingFailure } from '../../platform/outgoing.ts'
import type { Outgoing } from '../../platform/outgoing.ts'
import type { Connection } from '../connector.ts'
import { gatewayUrl, loginOf, requestLimits } from './sending.ts'

/** Asks for a message to nobody: whoever is not let in is told so before anything else is looked at. */
export async function checkGateway(
  outgoing: Outgoing,
  connection: Connection,
): Promise<{ isWorking: boolean; message: string }> {
  const url = gatewayUrl(connection)
  try {
    const query = new URLSearchParams({ ...loginOf(connection), to: '', text: '' })
    const { status } = await outgoing.request(`${url}?${query.toString()}`, requestLimits)
    return judge(status)
  } catch (error) {
    if (!(error instanceof OutgoingFailure)) throw error
    return { isWorking: false, message: `The gateway cannot be reached at ${url}. ${error.message}` }
  }
}

function judge(status: number): { isWorking: boolean; message: string } {
  if (status === 401 || status === 403) {
    return { isWorking: false, message: 'The gateway does not accept the username and password.' }
  }
  if (status === 404 || status >= 500) {
    return { isWorking: false, message: `What answers there is not a gateway that sends messages: it said ${status}.` }
  }
  return { isWorking: true, message: 'The gateway accepts the username and password.' }
}
