import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Copy, Ellipsis, ListChecks, Pencil, Trash2 } from 'lucide-react'

import { api, ok } from '../api/client.ts'
import { useMay } from '../api/session.ts'
import type { Schema } from '../api/shapes.ts'
import { Badge } from '../ui/badge.tsx'
import { askToConfirm } from '../ui/confirm.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { showToast } from '../ui/toasts.ts'
import { templatesQuery } from './queries.ts'
import { texts } from './texts.ts'

type Template = Schema<'Template'>

export function TemplateRow({ template, onEdit }: { template: Template; onEdit: () => void }) {
  const may = useMay()
  const { name, shortcut, isShared, actions } = template
  // Who keeps the categories keeps what is shared.
  const mayChange = !isShared || may('postUserTemplateCategories')
  const { duplicate, remove } = useTemplateActions(template)
  return (
    <li className="flex items-center gap-3 py-2.5 ps-4 pe-2 hover:bg-hover">
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          {mayChange ? (
            <button type="button" onClick={onEdit} className="truncate rounded-sm text-start font-medium">
              {name}
            </button>
          ) : (
            <span className="truncate font-medium">{name}</span>
          )}
          {shortcut && <code className="shrink-0 font-mono text-xs text-accent-text">/{shortcut}</code>}
          {actions && <ListChecks role="img" aria-label={texts.hasActions} className="size-3.5 shrink-0 text-muted" />}
        </p>
        <p className="truncate text-muted">{template.template}</p>
      </div>
      <Badge tone={isShared ? 'neutral' : 'info'}>{isShared ? texts.sharedBadge : texts.onlyMine}</Badge>
      <Menu
        align="end"
        trigger={
          <IconButton label={texts.more(name)}>
            <Ellipsis className="size-4" />
          </IconButton>
        }
      >
        {mayChange && (
          <MenuItem icon={<Pencil />} onSelect={onEdit}>
            {texts.edit}
          </MenuItem>
        )}
        <MenuItem icon={<Copy />} onSelect={duplicate}>
          {texts.duplicate}
        </MenuItem>
        {mayChange && (
          <>
            <MenuSeparator />
            <MenuItem icon={<Trash2 />} isDanger onSelect={remove}>
              {texts.delete}
            </MenuItem>
          </>
        )}
      </Menu>
    </li>
  )
}

function useTemplateActions({ _id: id, name, template, type, category, actions }: Template) {
  const queries = useQueryClient()
  const onSettled = () => queries.invalidateQueries({ queryKey: templatesQuery.queryKey })
  const onError = (error: Error) => showToast({ text: error.message, tone: 'danger' })
  const duplicating = useMutation({
    mutationFn: () =>
      ok(
        api.POST('/api/user/sms-templates', { body: { name: texts.copyOf(name), template, type, category, actions } }),
      ),
    onSettled,
    onError,
  })
  const deleting = useMutation({
    mutationFn: () => ok(api.DELETE('/api/user/sms-templates/{id}', { params: { path: { id } } })),
    onSuccess: () => showToast({ text: texts.deleted(name), tone: 'success' }),
    onSettled,
    onError,
  })
  const ask = async () => {
    const question = { title: texts.deleteTitle(name), text: texts.deleteText, confirmLabel: texts.delete }
    if (await askToConfirm({ ...question, isDanger: true })) deleting.mutate()
  }
  return { duplicate: () => duplicating.mutate(), remove: () => void ask() }
}
