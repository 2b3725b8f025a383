import { Copy, Ellipsis, Pencil, Tag, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../button.tsx'
import { askToConfirm } from '../confirm.tsx'
import { ContextMenu } from '../context-menu.tsx'
import { CloseOverlay, Dialog } from '../dialog.tsx'
import { Field } from '../field.tsx'
import { IconButton } from '../icon-button.tsx'
import { Input } from '../input.tsx'
import { Menu, MenuCheckboxItem, MenuItem, MenuLabel, MenuRadioGroup, MenuSeparator, MenuSub } from '../menu.tsx'
import { Popover } from '../popover.tsx'
import { Sheet } from '../sheet.tsx'
import { showToast } from '../toasts.ts'
import { Sample, Samples } from './sample.tsx'

const say = (text: string) => () => void showToast({ text })

export function OverlaySamples() {
  return (
    <Samples>
      <Sample name="Dialog, askToConfirm, Sheet">
        <Dialog
          trigger={<Button>Dialog</Button>}
          title="Invite a colleague"
          description="They get a mail with a link that is good for seven days."
          footer={
            <>
              <CloseOverlay>
                <Button variant="quiet">Cancel</Button>
              </CloseOverlay>
              <CloseOverlay>
                <Button variant="primary">Invite</Button>
              </CloseOverlay>
            </>
          }
        >
          <Field label="Mail">
            <Input type="email" autoComplete="off" />
          </Field>
        </Dialog>
        <ConfirmSample />
        <Sheet
          trigger={<Button>Sheet</Button>}
          title="Details"
          description="At the side, or the whole window on phones."
        >
          <p className="text-muted">What belongs to the thing that is open behind.</p>
        </Sheet>
      </Sample>
      <Sample name="Popover, Menu, ContextMenu">
        <Popover trigger={<Button>Popover</Button>} label="About">
          A small panel beside its button.
        </Popover>
        <MenuSample />
        <ContextMenu
          label="More"
          entries={() => [
            { label: 'Copy', icon: <Copy />, keys: 'mod+c', onSelect: say('Copied') },
            'separator',
            { label: 'Delete', icon: <Trash2 />, isDanger: true, onSelect: say('Deleted') },
          ]}
        >
          <div className="w-full rounded-md border border-dashed p-4 text-center text-muted">
            Press here with the other button
          </div>
        </ContextMenu>
      </Sample>
    </Samples>
  )
}

function ConfirmSample() {
  const ask = async () => {
    const isConfirmed = await askToConfirm({
      title: 'Delete the contact?',
      text: 'Its conversations and files go with it. This cannot be undone.',
      confirmLabel: 'Delete',
      isDanger: true,
    })
    showToast({ text: isConfirmed ? 'Deleted' : 'Kept' })
  }
  return <Button onClick={() => void ask()}>Question</Button>
}

function MenuSample() {
  const [isCompact, setIsCompact] = useState(true)
  const [order, setOrder] = useState<'newest' | 'oldest'>('newest')
  return (
    <Menu
      trigger={
        <IconButton label="More" variant="secondary">
          <Ellipsis className="size-4" />
        </IconButton>
      }
    >
      <MenuItem icon={<Pencil />} keys="e" onSelect={say('Edited')}>
        Edit
      </MenuItem>
      <MenuSub label="Label" icon={<Tag />}>
        <MenuItem onSelect={say('Urgent')}>Urgent</MenuItem>
        <MenuItem onSelect={say('Billing')}>Billing</MenuItem>
      </MenuSub>
      <MenuSeparator />
      <MenuLabel>Order</MenuLabel>
      <MenuRadioGroup
        value={order}
        onValueChange={setOrder}
        options={[
          { value: 'newest', label: 'Newest first' },
          { value: 'oldest', label: 'Oldest first' },
        ]}
      />
      <MenuCheckboxItem isChecked={isCompact} onCheckedChange={setIsCompact}>
        Compact rows
      </MenuCheckboxItem>
      <MenuSeparator />
      <MenuItem icon={<Trash2 />} isDanger onSelect={say('Deleted')}>
        Delete
      </MenuItem>
      <MenuItem isDisabled onSelect={say('Never')}>
        Not allowed
      </MenuItem>
    </Menu>
  )
}
