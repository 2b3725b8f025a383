import { Shuffle } from 'lucide-react'
import { useState } from 'react'

import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Disclosure } from '../ui/disclosure.tsx'
import { Field } from '../ui/field.tsx'
import { fictionalNumber, someDigits } from '../ui/fictional-number.ts'
import { Form, FormActions } from '../ui/form-layout.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Input } from '../ui/input.tsx'
import type { Channel } from './queries.ts'
import { texts } from './texts.ts'
import type { Player } from './use-phone.ts'

interface NewPlayerDialogProps {
  channel: Channel
  /** Who is somebody already: the addresses of channels, and of whom was played before. */
  taken: string[]
  onPlay: (player: Player) => void
  onClose: () => void
}

/** Somebody who has not written yet: any number, or one with a fate; of a webchat a name is enough. */
export function NewPlayerDialog({ channel: { type }, taken, onPlay, onClose }: NewPlayerDialogProps) {
  const hasAddress = type !== 'webchat'
  const propose = () => (type === 'sms' ? fictionalNumber(taken) : someDigits('7', 16))
  const [address, setAddress] = useState(propose)
  const [name, setName] = useState('')
  const contact = (hasAddress ? address : name).trim()
  const play = () => contact !== '' && onPlay({ contact, name: name.trim() || undefined })
  return (
    <Dialog isOpen title={texts.somebodyNew} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Form onSubmit={play}>
        {hasAddress && (
          <Field label={type === 'facebook' ? texts.person : texts.number} isRequired>
            <Input
              dir="ltr"
              maxLength={40}
              autoComplete="off"
              inputMode={type === 'facebook' ? 'numeric' : 'tel'}
              value={address}
              onValueChange={setAddress}
              end={
                <IconButton
                  label={texts.another}
                  size="small"
                  className="size-6!"
                  onClick={() => setAddress(propose())}
                >
                  <Shuffle className="size-3.5" />
                </IconButton>
              }
            />
          </Field>
        )}
        <Field
          label={texts.name}
          hint={hasAddress ? texts.nameHint : texts.visitorHint}
          isOptional={hasAddress}
          isRequired={!hasAddress}
        >
          <Input
            autoFocus={!hasAddress}
            maxLength={hasAddress ? 100 : 40}
            autoComplete="off"
            value={name}
            onValueChange={setName}
          />
        </Field>
        {hasAddress && <Fates isPage={type === 'facebook'} onPlay={onPlay} />}
        <FormActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button type="submit" variant="primary" disabled={contact === ''}>
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
