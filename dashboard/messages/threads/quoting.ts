import type { Message } from './message-rows.ts'

type Listener = (message: Message, how: 'quote' | 'words') => void

const listeners = new Set<Listener>()

/** Asks the composer beside the thread to answer this message. */
export function answer(message: Message, how: 'quote' | 'words'): void {
  for (const listener of listeners) listener(message, how)
}

export function onAnswer(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const longestWords = 80

/** For channels that show no quotes: a line of the text itself, which the contact pays for as well. */
export function quotedLine({ content }: Message): string {
  const line = content.trim().replaceAll(/\s+/gu, ' ')
  const shown = line.length > longestWords ? `${line.slice(0, longestWords - 1).trimEnd()}…` : line
  return `> ${shown}\n`
}
