import type { DeliveryError } from '../connector.ts'

/**
 * What a person should know and do, by Twilio's code. The codes are not a closed list and change their meaning ("should not be
 * used programmatically", says the API), so what is not here is told by its class and in Twilio's own words.
 * https://www.twilio.com/docs/api/errors
 */
export function deliveryError(code: string, said: string, httpStatus?: number): DeliveryError {
  return {
    code,
    message: sentences[code] ?? byClass(code, said),
    ...(optOuts.has(code) ? { isOptOut: true } : {}),
    ...(channelTroubles.has(code) || isForbidden(code, httpStatus) ? { isChannelTrouble: true } : {}),
  }
}

const optOuts = new Set(['21610', '63014'])

const channelTroubles = new Set(
  (
    '20003 20404 21212 21603 21659 21660 21701 21703 21705 30002 30032 30033 30034 ' +
    'http_404 address_refused invalid_address'
  ).split(' '),
)

const sentences: Record<string, string> = {
  11200: 'Twilio could not fetch what was attached. Check that PUBLIC_URL is reachable from the internet.',
  12300: 'Twilio does not carry files of this type. Send it as a picture or a PDF.',
  20003: 'Twilio refuses the account SID or the auth token. Enter both again as the Twilio console shows them.',
  20404: 'Twilio knows no such account. Check the account SID of the channel.',
  21211: 'This is not a valid phone number. Correct it before you write again.',
  21212: 'Twilio does not accept the number of this channel as a sender. Check it in the Twilio console.',
  21408: 'The Twilio account is not allowed to send to this country. Enable it under Messaging, Geo permissions.',
  21603: 'Twilio was told no sender. Check the number of this channel or its messaging service.',
  21606:
    'The number of this channel cannot send this message. Check in the Twilio console that it can send SMS to this country.',
  21608:
    'A trial account sends to verified numbers only. Verify this number in the Twilio console, or upgrade the account.',
  21609: 'Twilio cannot use our address for receipts. Check that PUBLIC_URL is reachable from the internet.',
  21610: 'This person has opted out. Only they can lift it, by texting START to your number.',
  21612: 'Twilio has no route from this channel to this number.',
  21614: 'This number is not a mobile number, so it cannot receive SMS.',
  21617: 'The message is too long. Shorten it to 1,600 characters.',
  21620: 'Twilio cannot use our address for what was attached. Check that PUBLIC_URL is reachable from the internet.',
  21659:
    'The number of this channel does not belong to Twilio, or not to this country. Check it in the Twilio console.',
  21660: 'The number of this channel belongs to another Twilio account.',
  21701: 'Twilio knows no such messaging service. Check its SID in the settings of the channel.',
  21703: 'The messaging service has no numbers. Add one to it in the Twilio console.',
  21705: 'The messaging service cannot be used. Check its SID in the settings of the channel.',
  30001: 'Too many messages were waiting at Twilio. Send it again later, and send more slowly.',
  30002: 'The Twilio account is suspended. Look at its billing and its notices in the Twilio console.',
  30003: 'The phone could not be reached: off, without network, or a landline. Try once more later.',
  30004: 'The message was blocked by the network or by the recipient.',
  30005: 'This number is unknown or no longer in use.',
  30006: 'This number is a landline, or its carrier cannot be reached. Do not send the same again.',
  30007: 'The carrier filtered the message as unwanted. Reword it, and leave out shortened links.',
  30008: 'The carrier did not deliver the message and gave no reason. Try once more.',
  30011: 'This number cannot receive pictures. Send the words alone, with a link.',
  30019: 'What was attached is too large for the carrier of this number. Send a smaller one.',
  30022: 'More was sent than the carrier allows for your campaign. Send more slowly.',
  30023: 'The carrier takes no more from your brand today. Send it again tomorrow.',
  30032: 'The toll-free number is not verified. Verify it in the Twilio console before you send from it.',
  30033: 'Your US messaging campaign is suspended. Look at its notices in the Twilio console.',
  30034: 'The number is not registered for messaging in the US. Register it for A2P 10DLC in the Twilio console.',
  30036: 'The message waited too long and was dropped. Send it again if it still matters.',
  30410: 'The carrier did not answer in time, so the message was dropped. Try once more.',
  30450: 'Twilio blocked the message on suspicion of SMS pumping.',
  30610: 'Twilio held the message back because it is night where the recipient is.',
  30640: 'Twilio blocked the message because the recipient is known for suing senders.',
  63014: 'This person has blocked you or opted out on this channel.',
  63036: 'This phone cannot receive RCS.',
  undelivered: 'The carrier did not deliver the message and gave no reason. Try once more.',
  failed: 'Twilio could not send the message and gave no reason.',
  canceled: 'The message was canceled at Twilio before it was sent.',
  http_401: 'The account SID or the auth token is refused. Enter both again as the Twilio console shows them.',
  http_404: 'There is no Twilio API at this address. Check the API address in the settings of the channel.',
  address_refused: 'The API address in the settings of the channel must not be reached from here.',
  invalid_address: 'The API address in the settings of the channel is not valid.',
}

function isForbidden(code: string, httpStatus: number | undefined): boolean {
  return httpStatus === 401 || (httpStatus === 403 && !sentences[code])
}

function byClass(code: string, said: string): string {
  const reason = said.trim() ? `: ${said.trim().slice(0, 300)}` : '.'
  if (/^30\d{3}$/.test(code)) return `The carrier did not deliver the message (Twilio ${code})${reason}`
  if (/^20\d{3}$/.test(code)) return `Twilio refused the request (${code})${reason}`
  if (/^\d{5}$/.test(code)) return `Twilio refused the message (${code})${reason}`
  return `The message was refused (${code})${reason}`
}
