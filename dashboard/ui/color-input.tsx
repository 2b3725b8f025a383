import { useState } from 'react'
import { useFieldControl, useGroupName } from './field-context.ts'
import { Input } from './input.tsx'
import { texts } from './texts.ts'

/** A colour as `#0f766e`, by the browser's picker or by its code. */
export function ColorInput({
  value,
  onValueChange,
  label,
}: {
  value: string
  onValueChange: (value: string) => void
  /** What the colour is of, also for the names of its two controls. */
  label: string
}) {
  const { id } = useFieldControl()
  const groupName = useGroupName(undefined)
  const [draft, setDraft] = useState(value)
  const [shown, setShown] = useState(value)
  if (shown !== value) {
    setShown(value)
    setDraft(value)
  }
  const write = (text: string) => {
    setDraft(text)
    if (isHexColour(text)) onValueChange(text.toLowerCase())
  }
  return (
    <div role="group" {...groupName} className="flex items-center gap-2">
      <input
        type="color"
        {...(id === undefined ? {} : { id })}
        aria-label={label}
        value={value}
        onChange={(event) => onValueChange(event.currentTarget.value)}
        className="size-control shrink-0 cursor-pointer rounded-md border border-control bg-surface p-0.5 [&::-moz-color-swatch]:rounded-sm [&::-moz-color-swatch]:border-0 [&::-webkit-color-swatch]:rounded-sm [&::-webkit-color-swatch]:border-0 [&::-webkit-color-swatch-wrapper]:p-0"
      />
      <Input
        id={`${id ?? label}hex`}
        aria-label={texts.hexColour(label)}
        aria-invalid={!isHexColour(draft)}
        title={texts.hexHint}
        spellCheck={false}
        maxLength={7}
        value={draft}
        onValueChange={write}
        onBlur={() => setDraft(value)}
        className="w-24! font-mono"
      />
    </div>
  )
}

function isHexColour(text: string): boolean {
  return /^#[\da-f]{6}$/iu.test(text)
}
