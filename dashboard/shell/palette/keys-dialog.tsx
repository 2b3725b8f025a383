import { keysOf, useKeyChoices } from '../../ui/command-keys.ts'
import { useCommands } from '../../ui/commands.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { texts } from './texts.ts'

/** The keys that count on this page, as a person may have changed them. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const choices = useKeyChoices()
  const commands = useCommands()
    .map((command) => ({ ...command, keys: keysOf(command, choices) }))
    .filter(({ keys }) => keys)
  const sections = [...new Set(commands.map(({ section }) => section))]
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={texts.keys}
      description={choices.isOn ? texts.keysHint : texts.keysOff}
    >
      <div className="grid gap-6 sm:grid-cols-2">
        {sections.map((section) => (
          <section key={section}>
            <h3 className="mb-1.5 text-xs font-medium text-muted">{section}</h3>
            <dl className="flex flex-col gap-1.5">
              {commands
                .filter((command) => command.section === section)
                .map(({ id, label, keys }) => (
                  <div key={id} className="flex items-center justify-between gap-4">
                    <dt>{label}</dt>
                    <dd>
                      <Kbd keys={keys ?? ''} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
