import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { dateTime } from '../ui/format.ts'
import { texts } from './texts.ts'
import type { ResetLink } from './use-user-actions.ts'

export function LinkDialog({ name, link, onClose }: { name: string; link: ResetLink; onClose: () => void }) {
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={texts.linkTitle(name)}
      description={texts.linkAbout(dateTime(link.expiresAt))}
      footer={
        <>
          <CopyButton size="medium" label={texts.copyLink} text={link.url} />
          <Button variant="primary" onClick={onClose}>
            {texts.done}
          </Button>
        </>
      }
    >
      <code className="block rounded-md border bg-canvas px-2.5 py-1.5 font-mono text-xs break-all">{link.url}</code>
    </Dialog>
  )
}
