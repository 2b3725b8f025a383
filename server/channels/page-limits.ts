import type { AttachmentLimits } from './connector.ts'

const megabyte = 1024 * 1024

/** Messenger: 25 MB, of a picture that it fetches itself 8. A message is a text or one file. */
export const pageLimits: AttachmentLimits = {
  most: 1,
  isAlone: true,
  mostBytes: 25 * megabyte,
  mostBytesOfPicture: 8 * megabyte,
  isAccepted: (contentType) => !contentType.startsWith('image/svg'),
}
