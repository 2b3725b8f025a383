import { useRef } from 'react'

import { useSession } from '../api/session.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { previewParts } from './preview-parts.ts'
import { texts } from './texts.ts'

interface TemplateTextProps {
  value: string
  onChange: (value: string) => void
  error: string | undefined
}

/** The text of a saved reply, the variables to put into it, and what a contact will read. */
export function TemplateText({ value, onChange, error }: TemplateTextProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  const insert = (name: string) => {
    const { selectionStart, selectionEnd } = area.current ?? {
      selectionStart: value.length,
      selectionEnd: value.length,
    }
    const written = `{{${name}}}`
    onChange(value.slice(0, selectionStart) + written + value.slice(selectionEnd))
    requestAnimationFrame(() => {
      area.current?.focus()
      area.current?.setSelectionRange(selectionStart + written.length, selectionStart + written.length)
    })
  }
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <div className="flex flex-col gap-2">
        <Field label={texts.text} hint={texts.textHint} error={error} isRequired>
          <TextArea ref={area} rows={6} maxRows={14} value={value} onValueChange={onChange} />
        </Field>
        <div role="group" aria-label={texts.variables} className="flex flex-wrap gap-1">
          {Object.entries(texts.names).map(([name, label]) => (
            <Button key={name} size="small" aria-label={texts.insert(label)} onClick={() => insert(name)}>
              {label}
            </Button>
          ))}
        </div>
      </div>
      <Preview value={value} />
    </div>
  )
}

function Preview({ value }: { value: string }) {
  const { user, organization } = useSession()
  const own = { organizationName: organization.name, agentName: user.fullName, agentEmail: user.email }
  return (
    <section aria-label={texts.preview} className="flex flex-col gap-1">
      <div className="flex justify-between">
        <h3 className="text-sm font-medium">{texts.preview}</h3>
        <span className="text-xs text-muted tabular-nums">{texts.length([...value].length)}</span>
      </div>
      <div className="min-h-32 flex-1 rounded-lg border bg-canvas p-3">
        {value.trim() === '' ? (
          <p className="text-muted">{texts.previewEmpty}</p>
        ) : (
          <p
            dir="auto"
            className="w-fit max-w-full rounded-lg bg-bubble-out px-3 py-2 wrap-anywhere whitespace-pre-wrap text-bubble-out-text"
          >
            {previewParts(value, { ...texts.example, ...own }).map(({ at, text, variable, isMissing }) => {
              if (variable === undefined) return text
              return (
                <mark
                  key={at}
                  className={
                    isMissing
                      ? 'bg-danger-soft text-danger-text'
                      : 'bg-transparent text-current underline decoration-dotted underline-offset-2'
                  }
                >
                  {text}
                </mark>
              )
            })}
          </p>
        )}
      </div>
    </section>
  )
}
