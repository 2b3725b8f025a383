import { Globe } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../button.tsx'
import { DateInput, DateRange, DateTimeInput, TimeRange } from '../date-input.tsx'
import { Field } from '../field.tsx'
import { Form, FormActions, FormRow } from '../form-layout.tsx'
import { Input, PasswordInput, SearchInput } from '../input.tsx'
import { TextArea } from '../text-area.tsx'
import { Sample, Samples } from './sample.tsx'

export function FieldSamples() {
  const [query, setQuery] = useState('invoice')
  const [text, setText] = useState('It grows with what is written.\nUp to twelve lines.')
  const [hours, setHours] = useState({ from: '09:00', to: '17:30' })
  const [days, setDays] = useState({ from: '2026-03-01', to: '2026-03-31' })
  return (
    <Samples>
      <Sample name="Field, Form, FormRow">
        <Form onSubmit={() => undefined} className="w-full">
          <FormRow>
            <Field label="First name" isRequired>
              <Input defaultValue="Ana" autoComplete="off" />
            </Field>
            <Field label="Last name" isOptional>
              <Input placeholder="Duarte" autoComplete="off" />
            </Field>
          </FormRow>
          <Field label="Site" hint="Where the chat will stand." error="This address has no https at the start.">
            <Input defaultValue="example.com" icon={<Globe />} autoComplete="off" />
          </Field>
          <FormActions note="Nothing is sent from here.">
            <Button variant="quiet">Cancel</Button>
            <Button type="submit" variant="primary">
              Save
            </Button>
          </FormActions>
        </Form>
      </Sample>
      <Sample name="Input, SearchInput, PasswordInput, TextArea">
        <SearchInput label="Search conversations" value={query} onValueChange={setQuery} />
        <PasswordInput aria-label="Password" defaultValue="correct horse" autoComplete="off" />
        <Input aria-label="Weight" defaultValue="12.5" end={<span className="pe-2">kg</span>} />
        <Input aria-label="Disabled" defaultValue="Disabled" disabled />
        <Input aria-label="Quiet" defaultValue="Quiet until it is pointed at" look="quiet" />
        <TextArea aria-label="Text" value={text} onValueChange={setText} />
      </Sample>
      <Sample name="DateInput, DateTimeInput, DateRange, TimeRange" isWide>
        <Field label="Day">
          <DateInput defaultValue="2026-03-12" />
        </Field>
        <Field label="Day and time">
          <DateTimeInput defaultValue="2026-03-12T14:05" />
        </Field>
        <Field label="Period" isGroup>
          <DateRange value={days} onValueChange={setDays} />
        </Field>
        <Field label="Open" isGroup hint="In the time zone of the contact.">
          <TimeRange value={hours} onValueChange={setHours} />
        </Field>
      </Sample>
    </Samples>
  )
}
