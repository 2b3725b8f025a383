import type { AttachmentLimits } from './connector.ts'
import { countSegments } from './segments.ts'

// Twilio: 10 media a message, 5 MB with all that is in it, and the types of this list; others end as error 12300 or 30019.
// https://www.twilio.com/docs/messaging/guides/accepted-mime-types
export const mmsLimits: AttachmentLimits = {
  most: 10,
  mostBytes: 5 * 1024 * 1024,
  isAccepted: (contentType) =>
    /^((image|audio|video)\/(?!svg).+|text\/(vcard|csv|rtf|calendar)|application\/pdf)$/.test(contentType),
}

/** With a picture it is one MMS, however long its text is. */
export function countParts(content: string, attachments = 0): number {
  return attachments > 0 ? 1 : countSegments(content)
}
