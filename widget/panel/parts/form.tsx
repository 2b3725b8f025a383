import type { InputHTMLAttributes } from 'preact'
import { useRef, useState } from 'preact/hooks'

import { Refusal } from '../api.ts'
import type { FieldName } from '../protocol.ts'
import { greetingOf } from '../words.ts'
import type { Words } from '../words/en.ts'
import { Text } from './text.tsx'
import type { Shown } from './use-chat.ts'

type Problems = Partial<Record<FieldName | 'consent' | 'all', string>>

const shapes = {
  name: { type: 'text', autocomplete: 'name', dir: 'auto' },
  email: { type: 'email', autocomplete: 'email', dir: 'ltr' },
  phone: { type: 'tel', autocomplete: 'tel', dir: 'ltr' },
}

/** Who the visitor is, asked before the first message. */
export function Form({ chat, state, words }: Shown) {
  const { fields = [], consent = null } = state.settings?.form ?? {}
  const [problems, setProblems] = useState<Problems>({})
  const [isBusy, setIsBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)

  const submit = async (event: Event) => {
    event.preventDefault()
    const values = new FormData(form.current!)
    const found: Problems = {}
    for (const field of fields) {
      const problem = problemOf(field, valueOf(values, field.name), words)
      if (problem) found[field.name] = problem
    }
    if (consent && !values.get('consent')) found.consent = words.consentMissing
    setProblems(found)
    const [wrong] = Object.keys(found)
    if (wrong) return form.current?.querySelector<HTMLElement>(`[name=${wrong}]`)?.focus()
    setIsBusy(true)
    const filledIn = fields.map(({ name }) => [name, valueOf(values, name)]).filter(([, value]) => value)
    await chat
      .fillForm({ ...Object.fromEntries(filledIn), ...(consent && { consent: true }) })
      .catch((error: unknown) => setProblems({ all: error instanceof Refusal ? error.message : words.formFailed }))
    setIsBusy(false)
  }
  return (
    <main class="middle">
      <form ref={form} noValidate onSubmit={(event) => void submit(event)}>
        <h2>{words.formTitle}</h2>
        <p class="note">{(state.settings && greetingOf(state.settings, words)) || words.formNote}</p>
        {fields.map(({ name, isRequired }) => (
          <Field
            key={name}
            name={name}
            problem={problems[name]}
            label={words[name]}
            hint={isRequired ? '' : words.optional}
          />
        ))}
        {consent && (
          <>
            <label class="consent">
              <input type="checkbox" name="consent" {...problemProps('consent', problems.consent)} />
              <span dir="auto">
                <Text content={consent} />
              </span>
            </label>
            <Problem name="consent" text={problems.consent} />
          </>
        )}
        <Problem name="all" text={problems.all} />
        <button type="submit" class="primary" disabled={isBusy}>
          {words.start}
        </button>
      </form>
    </main>
  )
}

function Field({
  name,
  label,
  hint,
  problem,
}: {
  name: FieldName
  label: string
  hint: string
  problem: string | undefined
}) {
  const shape = shapes[name] as InputHTMLAttributes
  return (
    <div class="field">
      <label for={name}>
        {label} {hint && <small>({hint})</small>}
      </label>
      <input {...shape} id={name} name={name} maxLength={200} required={!hint} {...problemProps(name, problem)} />
      <Problem name={name} text={problem} />
    </div>
  )
}

function Problem({ name, text }: { name: string; text: string | undefined }) {
  if (!text) return null
  return (
    <p class="problem" id={`${name}-problem`} role="alert">
      {text}
    </p>
  )
}

function problemProps(name: string, problem: string | undefined) {
  return problem ? { 'aria-invalid': true, 'aria-describedby': `${name}-problem` } : {}
}

function valueOf(values: FormData, name: FieldName): string {
  const value = values.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

const patterns = { name: /./, email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, phone: /^\+?[\d\s()./-]{6,25}$/ }

function problemOf(field: { name: FieldName; isRequired: boolean }, value: string, words: Words): string | undefined {
  if (!value && !field.isRequired) return undefined
  return patterns[field.name].test(value) ? undefined : words[`${field.name}Missing`]
}
