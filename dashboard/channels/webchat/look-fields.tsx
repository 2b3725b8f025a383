import { problemWith } from '../../api/field-problem.ts'
import { ColorInput } from '../../ui/color-input.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { Select } from '../../ui/select.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { colourProblem } from './contrast.ts'
import { texts } from './texts.ts'
import type { PartProps } from './webchat-editor.tsx'

const languages = Object.entries(texts.languages).map(([value, label]) => ({
  value: value as keyof typeof texts.languages,
  label,
}))

export function LookFields({ draft, set, error }: PartProps) {
  return (
    <>
      <Field label={texts.name} hint={texts.nameHint} error={problemWith(error, 'name')}>
        <Input value={draft.name} maxLength={200} autoComplete="off" onValueChange={(name) => set({ name })} />
      </Field>
      <Field label={texts.greeting} hint={texts.greetingHint} error={problemWith(error, 'greeting')}>
        <TextArea value={draft.greeting} maxLength={500} rows={2} onValueChange={(greeting) => set({ greeting })} />
      </Field>
      <Field
        label={texts.color}
        isGroup
        hint={<ColourWarning color={draft.color} />}
        error={problemWith(error, 'color')}
      >
        <ColorInput label={texts.color} value={draft.color.toLowerCase()} onValueChange={(color) => set({ color })} />
      </Field>
      <Field label={texts.position} isGroup>
        <SegmentedControl
          value={draft.position}
          onValueChange={(position) => set({ position })}
          segments={[
            { value: 'left', label: texts.left },
            { value: 'right', label: texts.right },
          ]}
        />
      </Field>
      <Field label={texts.language}>
        <Select
          className="max-w-xs"
          value={draft.language}
          onValueChange={(language) => set({ language })}
          options={languages}
        />
      </Field>
    </>
  )
}

function ColourWarning({ color }: { color: string }) {
  const problem = colourProblem(color.toLowerCase())
  return (
    <span role="status" className="block text-warning-text empty:hidden">
      {problem === 'ink' && texts.inkProblem}
      {problem === 'pale' && texts.paleProblem}
    </span>
  )
}
