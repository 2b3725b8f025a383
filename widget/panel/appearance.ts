import { inkOn, knownColor, readableOn } from './color.ts'
import { tellHost } from './host.ts'
import type { State } from './state.ts'
import { directionOf, filled, wordsOf } from './words.ts'

const light = '#f5f6f8'
const dark = '#1d222a'

/** Brings colour, language and direction to the page, and tells the host what its button should look like. */
export function wear({ settings, language }: State): void {
  const color = knownColor(settings?.color)
  const words = wordsOf(language)
  const name = settings?.name ?? ''
  const root = document.documentElement
  const values = { color, ink: inkOn(color), 'on-light': readableOn(color, light), 'on-dark': readableOn(color, dark) }
  for (const [key, value] of Object.entries(values)) root.style.setProperty(`--${key}`, value)
  root.lang = language
  root.dir = directionOf(language)
  document.title = filled(words.panel, { name })
  tellHost({
    type: 'look',
    look: {
      color,
      ink: inkOn(color),
      position: settings?.position ?? 'right',
      direction: directionOf(language),
      labels: { open: words.open, close: words.close, panel: document.title, unread: words.unread },
    },
  })
}
