import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import type { Schema } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { askToConfirm } from '../ui/confirm.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Form } from '../ui/form-layout.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { InlineEdit } from '../ui/inline-edit.tsx'
import { Input } from '../ui/input.tsx'
import { moved, ReorderList } from '../ui/reorder-list.tsx'
import { categoriesQuery } from './queries.ts'
import { texts } from './texts.ts'

type Category = Schema<'TemplateCategory'>

/** Every change is saved at once. */
export function CategoriesDialog({ onClose }: { onClose: () => void }) {
  const { data } = useSuspenseQuery(categoriesQuery)
  const { adding, renaming, removing, reordering } = useCategoryActions()
  const [name, setName] = useState('')
  const categories = data.toSorted((one, other) => one.position - other.position)
  const remove = async ({ _id, name: removed }: Category) => {
    const question = { title: texts.removeCategoryTitle(removed), text: texts.removeCategoryText }
    if (await askToConfirm({ ...question, confirmLabel: texts.delete, isDanger: true })) removing.mutate(_id)
  }
  const error = adding.error ?? removing.error ?? reordering.error
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={texts.categories}
      description={texts.categoriesAbout}
      footer={<Button onClick={onClose}>{texts.done}</Button>}
    >
      <div className="flex flex-col gap-3">
        <FormError error={error?.message} />
        <ReorderList
          label={texts.categories}
          items={categories}
          keyOf={({ _id }) => _id}
          nameOf={(category) => category.name}
          onMove={(from, to) => reordering.mutate(moved(categories, from, to))}
        >
          {(category, handle) => (
            <div className="flex items-center gap-1">
              {handle}
              <InlineEdit
                className="flex-1"
                label={texts.categoryName}
                value={category.name}
                onSave={(to) => renaming.mutateAsync({ id: category._id, name: to })}
              />
              <IconButton label={texts.removeCategory(category.name)} onClick={() => void remove(category)}>
                <X className="size-4" />
              </IconButton>
            </div>
          )}
        </ReorderList>
        <Form
          className="flex-row! gap-2!"
          onSubmit={() => name.trim() && adding.mutate(name, { onSuccess: () => setName('') })}
        >
          <Input aria-label={texts.newCategory} placeholder={texts.newCategory} value={name} onValueChange={setName} />
          <Button type="submit" icon={<Plus className="size-4" />} isBusy={adding.isPending}>
            {texts.addCategory}
          </Button>
        </Form>
      </div>
    </Dialog>
  )
}

function useCategoryActions() {
  const queries = useQueryClient()
  const { queryKey } = categoriesQuery
  const onSettled = () => queries.invalidateQueries({ queryKey })
  const adding = useMutation({
    mutationFn: (name: string) => ok(api.POST('/api/user/template-categories', { body: { name } })),
    onSettled,
  })
  const renaming = useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) =>
      ok(api.PUT('/api/user/template-categories/{id}', { params: { path: { id } }, body: { name } })),
    onSettled,
  })
  const removing = useMutation({
    mutationFn: (id: string) => ok(api.DELETE('/api/user/template-categories/{id}', { params: { path: { id } } })),
    onSettled,
  })
  const reordering = useMutation({
    mutationFn: (categories: Category[]) => {
      const categoryIds = categories.map(({ _id }) => _id)
      return ok(api.POST('/api/user/template-categories/reorder', { body: { categoryIds } }))
    },
    onMutate: (categories) =>
      queries.setQueryData(
        queryKey,
        categories.map((category, position) => ({ ...category, position })),
      ),
    onSettled,
  })
  return { adding, renaming, removing, reordering }
}
