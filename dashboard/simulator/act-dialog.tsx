import { useState } from 'react'

import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Form, FormActions } from '../ui/form-layout.tsx'
import { Input } from '../ui/input.tsx'
import { texts } from './texts.ts'

interface ActDialogProps {
  title: string
  text: string
  label: string
  verb: string
  first: string
  onSay: (words: string) => void
  onClose: () => void
}

/** Asks for the words of something that somebody does. */
export function ActDialog({ title, text, label, verb, first, onSay, onClose }: ActDialogProps) {
  const [words, setWords] = useState(first)
  const say = () => {
    if (!words.trim()) return
    onSay(words)
    onClose()
  }
  return (
    <Dialog isOpen size="small" title={title} description={text} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Form onSubmit={say}>
        <Field label={label} isRequired>
          <Input autoFocus maxLength={2000} autoComplete="off" value={words} onValueChange={setWords} />
        </Field>
        <FormActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button type="submit" variant="primary" disabled={!words.trim()}>
            {verb}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
