import { Download, Ellipsis, Trash2 } from 'lucide-react'

import { useMay } from '../api/session.ts'
import { askToConfirm } from '../ui/confirm.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, MenuItem, MenuLink } from '../ui/menu.tsx'
import { showToast } from '../ui/toasts.ts'
import type { Import } from './imports.ts'
import { resultsUrl, useForgetImport } from './imports.ts'
import { texts } from './texts.ts'

export function ImportMenu({ row, onForgotten }: { row: Import; onForgotten?: () => void }) {
  const may = useMay()
  const forgetting = useForgetImport()
  const forget = async () => {
    const question = { title: texts.forgetTitle(row.fileName), text: texts.forgetText }
    if (!(await askToConfirm({ ...question, confirmLabel: texts.remove, isDanger: true }))) return
    forgetting.mutate(row._id, {
      onSuccess: () => onForgotten?.(),
      onError: ({ message }) => showToast({ text: texts.failed(message), tone: 'danger' }),
    })
  }
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={texts.more(row.fileName)} size="small">
          <Ellipsis className="size-4" />
        </IconButton>
      }
    >
      <MenuLink>
        <a href={resultsUrl(row._id)} download>
          <Download aria-hidden />
          {texts.download}
        </a>
      </MenuLink>
      {may('deleteImport') && (
        <MenuItem icon={<Trash2 />} isDanger onSelect={() => void forget()}>
          {texts.forget}
        </MenuItem>
      )}
    </Menu>
  )
}
