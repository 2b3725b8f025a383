import { useKeyChoices, writeKeyChoices } from '../ui/command-keys.ts'
import { useCommands } from '../ui/commands.ts'
import type { Command } from '../ui/commands.ts'
import { Button } from '../ui/button.tsx'
import { FormSection } from '../ui/form-layout.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Switch } from '../ui/switch.tsx'
import { KeyRow } from './key-row.tsx'
import { texts } from './texts.ts'
import { useKnownCommands } from './known-commands.ts'

export function KeyboardPage() {
  const choices = useKeyChoices()
  const commands = useKnownCommands(useCommands())
  const sections = [...Map.groupBy(commands, ({ section }) => section)]
  const keysFor = ({ id, keys }: Pick<Command, 'id' | 'keys'>) => choices.own[id] ?? keys ?? ''
  const choose = (id: string, keys: string | undefined) => {
    const { [id]: _, ...others } = choices.own
    writeKeyChoices({ ...choices, own: keys === undefined ? others : { ...others, [id]: keys } })
  }
  return (
    <>
      <PageHeader title={texts.keyboard} description={texts.keyboardAbout} />
      <div>
        <FormSection title={texts.singleKeys} description={texts.singleKeysAbout}>
          <Switch
            isOn={choices.isOn}
            onSwitch={(isOn) => writeKeyChoices({ ...choices, isOn })}
            label={texts.singleKeysOn}
          />
        </FormSection>
        <FormSection title={texts.keys} description={texts.keysAbout}>
          {sections.map(([section, inside]) => (
            <section key={section} aria-label={section}>
              <h3 className="pb-1 text-xs font-medium text-muted">{section}</h3>
              <ul className="divide-y rounded-lg border">
                {inside.map((command) => (
                  <KeyRow
                    key={command.id}
                    command={command}
                    keys={keysFor(command)}
                    isOwn={choices.own[command.id] !== undefined}
                    takenBy={(keys) =>
                      commands.find((other) => other.id !== command.id && keysFor(other) === keys)?.label
                    }
                    onChoose={(keys) => choose(command.id, keys)}
                  />
                ))}
              </ul>
            </section>
          ))}
          {commands.length === 0 && <p className="text-muted">{texts.noCommands}</p>}
          {Object.keys(choices.own).length > 0 && (
            <Button className="self-start" onClick={() => writeKeyChoices({ ...choices, own: {} })}>
              {texts.resetKeys}
            </Button>
          )}
        </FormSection>
      </div>
    </>
  )
}
