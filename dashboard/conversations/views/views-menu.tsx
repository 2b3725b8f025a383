import { Link } from '@tanstack/react-router'
import { ChevronDown, Ellipsis, Pencil, Pin, PinOff, Trash2 } from 'lucide-react'
import { useState } from 'react'

import { classes } from '../../ui/classes.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { menuLabel, menuSeparator } from '../../ui/menu-classes.ts'
import { Popover } from '../../ui/popover.tsx'
import { searchFor } from '../filters/filters.ts'
import type { View } from '../filters/filters.ts'
import type { InboxSearch } from '../inbox-search.ts'
import { texts } from '../texts.ts'
import { isPinned } from './pins.ts'
import { useTogglePin } from './use-toggle-pin.ts'
import { useDeleteView } from './use-view-changes.ts'
import { standingTabs } from './use-views.ts'
import type { Offered, Views } from './use-views.ts'
import { ViewDialog } from './view-dialog.tsx'

interface Props {
  views: Views
  search: InboxSearch
  onSearch: (search: InboxSearch) => void
}

/** Every view there is, with what can be done to the saved ones. */
export function ViewsMenu({ views, search, onSearch }: Props) {
  const [isOpen, setIsOpen] = useState(false)
  const [edited, setEdited] = useState<View>()
  const close = () => setIsOpen(false)
  const own = views.kept.filter(({ view }) => !view?.isShared)
  const shared = views.kept.filter(({ view }) => view?.isShared)
  const edit = (view: View) => {
    close()
    setEdited(view)
  }
  const groups = [
    { label: undefined, offered: views.standing },
    { label: texts.ownViews, offered: own },
    { label: texts.sharedViews, offered: shared },
  ].filter(({ offered }) => offered.length > 0)
  return (
    <>
      <Popover
        label={texts.moreViews}
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        align="end"
        className="w-72 p-1"
        trigger={
          <IconButton label={texts.moreViews} size="small">
            <ChevronDown className="size-4" />
          </IconButton>
        }
      >
        {groups.map(({ label, offered }, index) => (
          <section key={label ?? ''} aria-label={label ?? texts.views}>
            {index > 0 && <div className={menuSeparator} />}
            {label && <h3 className={menuLabel}>{label}</h3>}
            {offered.map((each) => (
              <ViewRow
                key={each.id}
                offered={each}
                views={views}
                search={search}
                onSearch={onSearch}
                onChosen={close}
                onEdit={edit}
              />
            ))}
          </section>
        ))}
      </Popover>
      {edited && <ViewDialog view={edited} onClose={() => setEdited(undefined)} />}
    </>
  )
}

interface RowProps extends Props {
  offered: Offered
  onChosen: () => void
  onEdit: (view: View) => void
}

function ViewRow({ offered: { id, label, count, view }, views, search, onSearch, onChosen, onEdit }: RowProps) {
  const isCurrent = id === views.current
  return (
    <div className={classes('flex items-center rounded-md hover:bg-hover', isCurrent && 'bg-selected')}>
      <Link
        to="."
        search={searchFor(id, search)}
        onClick={onChosen}
        aria-current={isCurrent ? 'page' : undefined}
        className="flex min-h-8 min-w-0 flex-1 items-center gap-2 rounded-md px-2 outline-offset-[-2px]"
      >
        <span className="min-w-0 flex-1 truncate">{label}</span>
        <span className="text-xs text-muted tabular-nums">{count}</span>
      </Link>
      {view && <ViewActions view={view} views={views} onSearch={onSearch} onEdit={onEdit} />}
      {!view && !standingTabs.has(id) && <PinButton id={id} label={label} views={views} />}
    </div>
  )
}

/** Those that everybody has can only be pinned. */
function PinButton({ id, label, views }: { id: string; label: string; views: Views }) {
  const isThere = isPinned(views.pins, id)
  const togglePin = useTogglePin()
  return (
    <IconButton label={texts.pinView(label)} isPressed={isThere} size="small" onClick={() => togglePin(id)}>
      {isThere ? <PinOff className="size-4" /> : <Pin className="size-4" />}
    </IconButton>
  )
}

function ViewActions({
  view,
  views,
  onSearch,
  onEdit,
}: Pick<RowProps, 'views' | 'onSearch' | 'onEdit'> & { view: View }) {
  const isThere = isPinned(views.pins, view._id)
  const togglePin = useTogglePin()
  const remove = useDeleteView(view, () => {
    if (views.current === view._id) onSearch({ view: 'all' })
  })
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={texts.viewActions(view.name)} size="small">
          <Ellipsis className="size-4" />
        </IconButton>
      }
    >
      <MenuItem icon={isThere ? <PinOff /> : <Pin />} onSelect={() => togglePin(view._id)}>
        {isThere ? texts.unpin : texts.pin}
      </MenuItem>
      {view.mayChange && (
        <>
          <MenuItem icon={<Pencil />} onSelect={() => onEdit(view)}>
            {texts.editView}
          </MenuItem>
          <MenuItem icon={<Trash2 />} isDanger onSelect={() => void remove()}>
            {texts.deleteView}
          </MenuItem>
        </>
      )}
    </Menu>
  )
}
