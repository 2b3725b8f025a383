import type { Media } from '../connector.ts'
import { isObject } from './answer.ts'

type Fields = Record<string, unknown>

/** What is fetched, and of what type it probably is: what it is shows when it is here. */
const fileTypes: Record<string, string> = {
  image: 'image/jpeg',
  sticker: 'image/png',
  audio: 'audio/mp4',
  video: 'video/mp4',
  file: 'application/octet-stream',
}

const unreadable = '(Messenger does not pass on what this is: look into the inbox of the page.)'

/** The words of a message, and in words what it has besides that no file is: a link that was shared, a place. */
export function contentOf(message: Fields): string {
  const words = [textIn(message['text']), ...attachmentsIn(message).map(described)].filter((each) => each !== '')
  if (words.length > 0) return words.join('\n').slice(0, 10_000)
  return filesIn(message).length > 0 ? '' : unreadable
}

export function filesIn(message: Fields): Media[] {
  return attachmentsIn(message).flatMap(({ type, payload }) => {
    const contentType = fileTypes[textIn(type)]
    const url = isObject(payload) ? textIn(payload['url']) : ''
    return contentType && isAddress(url) ? [{ url, contentType }] : []
  })
}

function described({ type, title, url, payload }: Fields): string {
  if (textIn(type) in fileTypes) return ''
  const inside = isObject(payload) ? payload : {}
  const { lat, long } = isObject(inside['coordinates']) ? inside['coordinates'] : {}
  if (typeof lat === 'number' && typeof long === 'number') return `Location: ${lat}, ${long}`
  return [textIn(title) || textIn(inside['title']), textIn(url) || textIn(inside['url'])].filter(Boolean).join(' ')
}

function attachmentsIn(message: Fields): Fields[] {
  return Array.isArray(message['attachments']) ? message['attachments'].filter(isObject) : []
}

function isAddress(url: string): boolean {
  const protocol = URL.parse(url)?.protocol
  return protocol === 'https:' || protocol === 'http:'
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
