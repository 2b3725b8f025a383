import { useState } from 'react'
import type { KeyboardEvent } from 'react'

import { SearchInput } from '../../ui/input.tsx'
import { composerTexts as texts } from './composer-texts.ts'
import { emoji } from './emoji-data.ts'

const columns = 8

/** A grid that the arrows walk through; the system draws the signs. */
export function EmojiGrid({ onPick }: { onPick: (sign: string) => void }) {
  const [words, setWords] = useState('')
  const [active, setActive] = useState(0)
  const found = emoji.filter(({ name }) => name.includes(words.trim().toLowerCase()))
  const current = Math.min(active, found.length - 1)
  const press = (event: KeyboardEvent<HTMLButtonElement>) => {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = Math.max(0, Math.min(found.length - 1, current + step))
    setActive(next)
    event.currentTarget.parentElement?.querySelectorAll('button')[next]?.focus()
  }
  return (
    <div className="flex w-72 max-w-full flex-col gap-2">
      <SearchInput
        autoFocus
        label={texts.emojiSearch}
        value={words}
        onValueChange={(value) => {
          setWords(value)
          setActive(0)
        }}
        onKeyDown={(event) => {
          const first = found[0]
          if (event.key === 'Enter' && first) onPick(first.sign)
        }}
      />
      {found.length === 0 && <p className="py-4 text-center text-muted">{texts.emojiNone}</p>}
      <div className="grid max-h-56 grid-cols-8 overflow-y-auto">
        {found.map(({ sign, name }, index) => (
          <button
            key={sign}
            type="button"
            aria-label={name}
            title={name}
            tabIndex={index === current ? 0 : -1}
            onFocus={() => setActive(index)}
            onKeyDown={press}
            onClick={() => onPick(sign)}
            className="flex aspect-square items-center justify-center rounded-md text-xl leading-none outline-offset-[-2px] hover:bg-hover"
          >
            {sign}
          </button>
        ))}
      </div>
    </div>
  )
}
