import { texts } from './texts.ts'

interface Address {
  channelType: string
  channelIdentifier: string
}

const shownLetters = 4

/** How somebody is called of whom only the address is known: a visitor has none to read, so the end of it tells them apart. */
export function unnamed({ channelType, channelIdentifier }: Address): string {
  return channelType === 'webchat' ? texts.visitor(channelIdentifier.slice(-shownLetters)) : channelIdentifier
}
