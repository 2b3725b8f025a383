import { useSuspenseQuery } from '@tanstack/react-query'
import { Plus, Quote } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'

import { useMay } from '../api/session.ts'
import type { Schema } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { SearchInput } from '../ui/input.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { SegmentedControl } from '../ui/segmented-control.tsx'
import { EmptyState } from '../ui/state.tsx'
import { CategoriesDialog } from './categories-dialog.tsx'
import { grouped, matching, readShow } from './grouping.ts'
import { categoriesQuery, templatesQuery } from './queries.ts'
import { TemplateDialog } from './template-dialog.tsx'
import { TemplateRow } from './template-row.tsx'
import { texts } from './texts.ts'

type Template = Schema<'Template'>

interface TemplatesPageProps {
  search: Readonly<Record<string, string>>
  onSearch: (search: Record<string, string>) => void
}

export function TemplatesPage({ search, onSearch }: TemplatesPageProps) {
  const { data: templates } = useSuspenseQuery(templatesQuery)
  const { data: categories } = useSuspenseQuery(categoriesQuery)
  const [edited, setEdited] = useState<Template | 'new' | undefined>()
  const groups = grouped(matching(templates, search), categories)
  const add = () => setEdited('new')
  const addButton = (
    <Button variant="primary" icon={<Plus className="size-4" />} onClick={add}>
      {texts.add}
    </Button>
  )
  return (
    <>
      <Header addButton={templates.length > 0 && addButton} />
      {templates.length === 0 ? (
        <EmptyState icon={<Quote />} title={texts.none} text={texts.noneText} action={addButton} />
      ) : (
        <Filters search={search} onSearch={onSearch} />
      )}
      {templates.length > 0 && groups.length === 0 && <EmptyState title={texts.noMatch} text={texts.noMatchText} />}
      {groups.map(({ name, templates: inside }) => (
        <section key={name} aria-label={name} className="mb-5">
          <h2 className="pb-1.5 text-xs font-medium text-muted">
            {name} <span className="font-normal tabular-nums">{texts.count(inside.length)}</span>
          </h2>
          <ul className="divide-y rounded-lg border">
            {inside.map((template) => (
              <TemplateRow key={template._id} template={template} onEdit={() => setEdited(template)} />
            ))}
          </ul>
        </section>
      ))}
      {edited !== undefined && (
        <TemplateDialog template={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
      )}
    </>
  )
}

function Header({ addButton }: { addButton: ReactNode }) {
  const may = useMay()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <PageHeader
        title={texts.savedReplies}
        description={texts.about}
        actions={
          <>
            {may('postUserTemplateCategories') && <Button onClick={() => setIsOpen(true)}>{texts.categories}</Button>}
            {addButton}
          </>
        }
      />
      {isOpen && <CategoriesDialog onClose={() => setIsOpen(false)} />}
    </>
  )
}

function Filters({ search, onSearch }: TemplatesPageProps) {
  const set = (changes: Record<string, string>) => {
    const entries = Object.entries({ ...search, ...changes }).filter(([, value]) => value !== '')
    onSearch(Object.fromEntries(entries))
  }
  return (
    <div className="mb-4 flex flex-wrap items-center gap-3">
      <div className="w-full max-w-xs">
        <SearchInput label={texts.search} value={search['q'] ?? ''} onValueChange={(q) => set({ q })} />
      </div>
      <SegmentedControl
        label={texts.show}
        className="min-w-60"
        value={readShow(search)}
        onValueChange={(show) => set({ show: show === 'all' ? '' : show })}
        segments={[
          { value: 'all', label: texts.all },
          { value: 'shared', label: texts.shared },
          { value: 'mine', label: texts.mine },
        ]}
      />
    </div>
  )
}
