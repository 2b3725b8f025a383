import { ArrowDownUp } from 'lucide-react'

import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuLabel, MenuRadioGroup } from '../../ui/menu.tsx'
import { texts } from '../texts.ts'
import type { Filters } from './filters.ts'

type Sort = NonNullable<Filters['sort']>
const sorts = ['newest', 'oldest', 'waiting'] as const

/** In which order the list stands. */
export function SortMenu({ sort, onSort }: { sort: Sort; onSort: (sort: Sort) => void }) {
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={`${texts.sort}: ${texts.sorts[sort]}`} isPressed={sort !== 'newest'}>
          <ArrowDownUp className="size-4" />
        </IconButton>
      }
    >
      <MenuLabel>{texts.sort}</MenuLabel>
      <MenuRadioGroup
        value={sort}
        onValueChange={onSort}
        options={sorts.map((value) => ({ value, label: texts.sorts[value] }))}
      />
    </Menu>
  )
}
