import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react'

import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Popover } from '../ui/popover.tsx'
import { moved } from './column-choice.ts'
import type { ColumnChoice } from './column-choice.ts'
import { usualColumns } from './columns.tsx'
import { texts } from './texts.ts'

/** Chooses the columns of the table, and their order. */
export function ColumnMenu({ all, shown, choose }: ColumnChoice) {
  const hidden = all.filter((column) => !shown.includes(column))
  const ids = shown.map(({ id }) => id)
  return (
    <Popover
      label={texts.columns}
      align="end"
      className="w-72 p-2"
      trigger={
        <IconButton label={texts.columns}>
          <Columns3 className="size-4" />
        </IconButton>
      }
    >
      <ul aria-label={texts.shownColumns}>
        {shown.map(({ id, label }, index) => (
          <li key={id} className="flex items-center gap-1 rounded-md ps-1 hover:bg-hover">
            <div className="min-w-0 flex-1">
              <Checkbox label={label} isChecked onCheckedChange={() => choose(ids.filter((each) => each !== id))} />
            </div>
            <IconButton
              label={texts.moveUp(label)}
              size="small"
              disabled={index === 0}
              onClick={() => choose(moved(shown, id, -1))}
            >
              <ArrowUp className="size-3.5" />
            </IconButton>
            <IconButton
              label={texts.moveDown(label)}
              size="small"
              disabled={index === shown.length - 1}
              onClick={() => choose(moved(shown, id, 1))}
            >
              <ArrowDown className="size-3.5" />
            </IconButton>
          </li>
        ))}
      </ul>
      {hidden.length > 0 && (
        <ul aria-label={texts.hiddenColumns} className="mt-1 border-t pt-1">
          {hidden.map(({ id, label }) => (
            <li key={id} className="flex min-h-control-small items-center rounded-md ps-1 hover:bg-hover">
              <Checkbox label={label} isChecked={false} onCheckedChange={() => choose([...ids, id])} />
            </li>
          ))}
        </ul>
      )}
      <div className="mt-1 border-t pt-1">
        <Button variant="quiet" size="small" onClick={() => choose(usualColumns)}>
          {texts.usualColumns}
        </Button>
      </div>
    </Popover>
  )
}
