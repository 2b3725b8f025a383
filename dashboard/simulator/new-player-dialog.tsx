import { Shuffle } from 'lucide-react'
import { useState } from 'react'

import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Disclosure } from '../ui/disclosure.tsx'
import { Field } from '../ui/field.tsx'
import { Form, FormActions } from '../ui/form-layout.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Input } from '../ui/input.tsx'
import { newNumber, newPerson } from './new-people.ts'
import { texts } from './texts.ts'
import type { Player } from './use-phone.ts'

interface NewPlayerDialogProps {
  isPage: boolean
  onPlay: (player: Player) => void
  onClose: () => void
}

/** Somebody who has not written yet: any number, or one with a fate. */
export function NewPlayerDialog({ isPage, onPlay, onClose }: NewPlayerDialogProps) {
  const propose = isPage ? newPerson : newNumber
  const [contact, setContact] = useState(propose)
  const [name, setName] = useState('')
  const isReady = contact.trim() !== ''
  const play = () => isReady && onPlay({ contact: contact.trim(), name: name.trim() || undefined })
  return (
    <Dialog isOpen title={texts.somebodyNew} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Form onSubmit={play}>
        <Field label={isPage ? texts.person : texts.number} isRequired>
          <Input
            dir="ltr"
            maxLength={40}
            autoComplete="off"
            inputMode={isPage ? 'numeric' : 'tel'}
            value={contact}
            onValueChange={setContact}
            end={
              <IconButton label={texts.another} size="small" className="size-6!" onClick={() => setContact(propose())}>
                <Shuffle className="size-3.5" />
              </IconButton>
            }
          />
        </Field>
        <Field label={texts.name} hint={texts.nameHint} isOptional>
          <Input maxLength={100} autoComplete="off" value={name} onValueChange={setName} />
        </Field>
        <Fates isPage={isPage} onPlay={onPlay} />
        <FormActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button type="submit" variant="primary" disabled={!isReady}>
            {texts.play}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}

function Fates({ isPage, onPlay }: { isPage: boolean; onPlay: (player: Player) => void }) {
  const fates = Object.entries(isPage ? texts.fatesOfPeople : texts.fatesOfNumbers)
  return (
    <Disclosure title={isPage ? texts.peopleFates : texts.fates}>
      <ul className="flex flex-col">
        {fates.map(([contact, fate]) => (
          <li key={contact}>
            <button
              type="button"
              onClick={() => onPlay({ contact })}
              className="flex min-h-7 w-full flex-wrap items-baseline gap-x-2 rounded-md px-2 py-1 text-start outline-offset-[-2px] hover:bg-hover"
            >
              <span className="tabular-nums">{contact}</span>
              <span className="text-xs text-muted">{fate}</span>
            </button>
          </li>
        ))}
      </ul>
    </Disclosure>
  )
}
