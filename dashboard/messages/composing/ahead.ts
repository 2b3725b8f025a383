interface Ahead {
  isNote: boolean
  text: string
}

const longestMilliseconds = 15_000

let ahead: Ahead | undefined
let timer: ReturnType<typeof setTimeout> | undefined

/** Somebody began to write before the composer was there: what they type is theirs until it is, and no command. */
export function writeAhead(isNote: boolean): void {
  forgetAhead()
  ahead = { isNote, text: '' }
  document.addEventListener('keydown', hear, { capture: true })
  timer = setTimeout(forgetAhead, longestMilliseconds)
}

/** Once: what was meant, and what was typed. */
export function takeAhead(): Ahead | undefined {
  const taken = ahead
  forgetAhead()
  return taken
}

export function forgetAhead(): void {
  ahead = undefined
  clearTimeout(timer)
  document.removeEventListener('keydown', hear, { capture: true })
}

function hear(event: KeyboardEvent): void {
  const { key, ctrlKey, metaKey, altKey } = event
  if (!ahead || ctrlKey || metaKey || altKey) return
  if (key === 'Escape') return forgetAhead()
  if (key === 'Backspace') ahead.text = ahead.text.slice(0, -1)
  else if (key.length === 1) ahead.text += key
  else return
  event.preventDefault()
  event.stopImmediatePropagation()
}
