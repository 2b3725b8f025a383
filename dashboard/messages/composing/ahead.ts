interface Ahead {
  isNote: boolean
  text: string
}

const longestMilliseconds = 15_000

let ahead: Ahead | undefined
let timer: ReturnType<typeof setTimeout> | undefined

let taker: ((typed: Ahead) => void) | undefined

/** Somebody begins to write. Before the composer is there, what they type is theirs until it is, and no command. */
export function writeAhead(isNote: boolean): void {
  forgetAhead()
  if (taker) return taker({ isNote, text: '' })
  ahead = { isNote, text: '' }
  document.addEventListener('keydown', hear, { capture: true })
  timer = setTimeout(forgetAhead, longestMilliseconds)
}

/** The composer is there: it gets what was typed before, and what is begun from now on. */
export function takeAhead(take: (typed: Ahead) => void): () => void {
  taker = take
  const typed = ahead
  forgetAhead()
  if (typed) take(typed)
  return () => {
    if (taker === take) taker = undefined
  }
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
