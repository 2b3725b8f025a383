import type { Schema } from '../api/shapes.ts'
import { texts } from './texts.ts'

type Template = Schema<'Template'>
export type Show = 'all' | 'shared' | 'mine'

export function readShow(search: Readonly<Record<string, string>>): Show {
  return search['show'] === 'shared' || search['show'] === 'mine' ? search['show'] : 'all'
}

/** Every word has to be somewhere in the reply. */
export function matching(templates: readonly Template[], search: Readonly<Record<string, string>>): Template[] {
  const words = (search['q'] ?? '').toLocaleLowerCase().split(/\s+/u).filter(Boolean)
  const show = readShow(search)
  return templates.filter(({ name, template, shortcut, isShared }) => {
    if (show !== 'all' && isShared !== (show === 'shared')) return false
    const text = `${name} ${template} /${shortcut ?? ''}`.toLocaleLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** Under their categories, in the order of these; what has none comes last. */
export function grouped(templates: readonly Template[], categories: readonly Schema<'TemplateCategory'>[]) {
  const ordered = categories.toSorted((one, other) => one.position - other.position)
  const known = new Set(ordered.map(({ slug }) => slug))
  const groups = ordered.map(({ slug, name }) => ({
    name,
    templates: templates.filter((each) => each.category === slug),
  }))
  const others = templates.filter(({ category }) => !known.has(category))
  return [...groups, { name: texts.other, templates: others }].filter((group) => group.templates.length > 0)
}
