import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Command as Listed } from 'cmdk'
import { CornerDownLeft, User } from 'lucide-react'
import { useDeferredValue, useState } from 'react'

import { api, ok } from '../../api/client.ts'
import { keysOf, useKeyChoices } from '../../ui/command-keys.ts'
import { useCommands } from '../../ui/commands.ts'
import type { Command } from '../../ui/commands.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { texts } from './texts.ts'

const item =
  'flex cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-2 text-base text-text data-[selected=true]:bg-selected [&>svg]:size-4 [&>svg]:text-faint'
const group =
  '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted'

/** Everything that can be done now, and everybody who can be gone to, by their names. Each action shows its key. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('')
  const commands = useCommands().filter(({ id }) => id !== 'palette.open')
  const sections = [...new Set(commands.map(({ section }) => section))]
  const choose = (run: () => void) => {
    onClose()
    // The palette gives the focus back first: what runs may take it elsewhere.
    requestAnimationFrame(run)
  }
  return (
    <Listed.Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      label={texts.palette}
      loop
      overlayClassName="fixed inset-0 z-40 bg-overlay"
      contentClassName="fixed inset-x-2 top-[12vh] z-50 mx-auto max-w-xl overflow-hidden rounded-lg border border-line bg-raised shadow-raised"
    >
      <Listed.Input
        value={text}
        onValueChange={setText}
        placeholder={texts.placeholder}
        className="w-full border-b border-line bg-transparent px-4 py-3 text-lg outline-none"
      />
      <Listed.List className="max-h-[60vh] overflow-y-auto p-1.5">
        <Listed.Empty className="px-2.5 py-6 text-center text-muted">{texts.nothing}</Listed.Empty>
        {sections.map((section) => (
          <Listed.Group key={section} heading={section} className={group}>
            {commands
              .filter((command) => command.section === section)
              .map((command) => (
                <CommandItem key={command.id} command={command} onChoose={() => choose(command.run)} />
              ))}
          </Listed.Group>
        ))}
        <People text={text} onChoose={choose} />
      </Listed.List>
    </Listed.Dialog>
  )
}

function CommandItem({ command, onChoose }: { command: Command; onChoose: () => void }) {
  const keys = keysOf(command, useKeyChoices())
  return (
    <Listed.Item
      value={`${command.section} ${command.label} ${command.words ?? ''}`}
      onSelect={onChoose}
      className={item}
    >
      <CornerDownLeft aria-hidden />
      <span className="min-w-0 flex-1 truncate">{command.label}</span>
      {keys && <Kbd keys={keys} />}
    </Listed.Item>
  )
}

const fewestLetters = 2
const mostPeople = 6

function People({ text, onChoose }: { text: string; onChoose: (run: () => void) => void }) {
  const navigate = useNavigate()
  const search = useDeferredValue(text.trim())
  const { data } = useQuery({
    queryKey: ['palette', search],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/contacts', { params: { query: { search, page: 1, size: mostPeople } }, signal })),
    enabled: search.length >= fewestLetters,
    placeholderData: keepPreviousData,
  })
  if (search.length < fewestLetters || !data) return null
  return (
    <Listed.Group heading={texts.people} className={group} forceMount>
      {data.data.map(({ _id, firstName, lastName, phoneNumber, email }) => {
        const name = [firstName, lastName].filter(Boolean).join(' ') || phoneNumber || email || texts.noName
        return (
          <Listed.Item
            key={_id}
            value={_id}
            forceMount
            className={item}
            onSelect={() => onChoose(() => void navigate({ to: '/contacts/$contactId', params: { contactId: _id } }))}
          >
            <User aria-hidden />
            <span className="min-w-0 flex-1 truncate">{name}</span>
            <span className="text-muted">{phoneNumber ?? email}</span>
          </Listed.Item>
        )
      })}
    </Listed.Group>
  )
}
