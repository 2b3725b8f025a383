import { Ban, BadgeCheck, Download, Ellipsis, Eraser, GitMerge, Link2, Split, Trash2 } from 'lucide-react'
import { useState } from 'react'

import { basePath } from '../api/client.ts'
import { useMay } from '../api/session.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, MenuItem, MenuLink, MenuSeparator } from '../ui/menu.tsx'
import { showToast } from '../ui/toasts.ts'
import type { Contact } from './contact.ts'
import { MergeDialog } from './merge-dialog.tsx'
import { SeparateDialog } from './separate-dialog.tsx'
import { texts } from './texts.ts'
import { useContactCommands } from './use-contact-commands.ts'
import { useContactActs } from './use-contact-acts.ts'

/** Everything that is done with a contact as a whole; what one may not do is not there. */
export function ContactMenu({ contact, onGone }: { contact: Contact; onGone: () => void }) {
  const [open, setOpen] = useState<'merge' | 'separate' | undefined>(undefined)
  const acts = useContactActs(contact, onGone)
  const may = useMay()
  useContactCommands({ contact, acts, onMerge: may('postContactsMerge') ? () => setOpen('merge') : undefined })
  const copy = () => {
    const url = new URL(`${basePath}/contacts/${contact._id}`, location.href).href
    void navigator.clipboard.writeText(url).then(() => showToast({ text: texts.linkCopied }))
  }
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton label={texts.actions}>
            <Ellipsis className="size-4" />
          </IconButton>
        }
      >
        <MenuItem icon={<Link2 />} onSelect={copy}>
          {texts.copyLink}
        </MenuItem>
        <MenuItem icon={<BadgeCheck />} onSelect={() => void acts.toggleVerified()}>
          {contact.verifiedAt ? texts.unverify : texts.verify}
        </MenuItem>
        <MenuItem icon={<Ban />} onSelect={() => void acts.toggleBlock()}>
          {contact.isBlocked ? texts.unblock : texts.block}
        </MenuItem>
        {may('postContactsMerge') && (
          <MenuItem icon={<GitMerge />} onSelect={() => setOpen('merge')}>
            {texts.mergeWith}
          </MenuItem>
        )}
        {may('postContactsByIdSeparate') && (
          <MenuItem icon={<Split />} onSelect={() => setOpen('separate')}>
            {texts.separate}
          </MenuItem>
        )}
        <LastItems contact={contact} acts={acts} />
      </Menu>
      {open === 'merge' && <MergeDialog contact={contact} onClose={() => setOpen(undefined)} />}
      {open === 'separate' && <SeparateDialog contact={contact} onClose={() => setOpen(undefined)} />}
    </>
  )
}

/** What hands the data out, or ends it. */
function LastItems({ contact, acts }: { contact: Contact; acts: ReturnType<typeof useContactActs> }) {
  const may = useMay()
  return (
    <>
      <MenuSeparator />
      {may('getContactsByIdPersonalData') && (
        <MenuLink>
          <a href={`${basePath}/api/contacts/${contact._id}/personal-data`} download>
            <Download />
            {texts.exportPersonalData}
          </a>
        </MenuLink>
      )}
      {may('deleteContact') && (
        <MenuItem icon={<Trash2 />} isDanger onSelect={() => void acts.remove()}>
          {texts.deleteContact}
        </MenuItem>
      )}
      {may('postContactsByIdErase') && (
        <MenuItem icon={<Eraser />} isDanger onSelect={() => void acts.erase()}>
          {texts.eraseForGood}
        </MenuItem>
      )}
    </>
  )
}
