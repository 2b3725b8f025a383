import { useState } from 'react'

import { Button } from '../../ui/button.tsx'
import { isChanged, keyOf } from '../filters/filters.ts'
import type { Filters } from '../filters/filters.ts'
import type { InboxSearch } from '../inbox-search.ts'
import { texts } from '../texts.ts'
import { useSaveView } from './use-view-changes.ts'
import type { Views } from './use-views.ts'
import { ViewDialog } from './view-dialog.tsx'

interface Props {
  views: Views
  search: InboxSearch
  filters: Filters
  onSearch: (search: InboxSearch) => void
}

/** Keeps what one has narrowed the list to. */
export function SaveView({ views, search, filters, onSearch }: Props) {
  const [isNaming, setIsNaming] = useState(false)
  if (!isChanged(search, views.saved)) return undefined
  const view = views.saved.find(({ _id }) => _id === views.current)
  return (
    <>
      {view && <SaveChanges view={view} filters={filters} onSaved={() => onSearch({ view: view._id })} />}
      <Button variant="quiet" size="small" className="h-6! px-1.5!" onClick={() => setIsNaming(true)}>
        {view ? texts.saveNewView : texts.saveView}
      </Button>
      {isNaming && (
        <ViewDialog
          filters={keyOf(filters)}
          onSaved={({ _id }) => onSearch({ view: _id })}
          onClose={() => setIsNaming(false)}
        />
      )}
    </>
  )
}

function SaveChanges({
  view,
  filters,
  onSaved,
}: {
  view: Views['saved'][number]
  filters: Filters
  onSaved: () => void
}) {
  const saving = useSaveView(view)
  if (!view.mayChange) return undefined
  const save = () => saving.mutate({ name: view.name, filters: keyOf(filters) }, { onSuccess: onSaved })
  return (
    <Button variant="quiet" size="small" className="h-6! px-1.5!" isBusy={saving.isPending} onClick={save}>
      {texts.saveChanges}
    </Button>
  )
}
