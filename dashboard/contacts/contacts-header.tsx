import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus, Users } from 'lucide-react'
import type { ReactNode } from 'react'

import { api, ok } from '../api/client.ts'
import { useMay } from '../api/session.ts'
import { buttonClasses } from '../ui/button-classes.ts'
import { Button } from '../ui/button.tsx'
import { useCommand } from '../ui/commands.ts'
import { number } from '../ui/format.ts'
import { keys } from './contact-queries.ts'
import { texts } from './texts.ts'

export function ContactsHeader({
  total,
  actions,
  onCreate,
}: {
  total: number | undefined
  actions: ReactNode
  onCreate: () => void
}) {
  const mayCreate = useMay()('createContact')
  const command = { id: 'contacts.new', label: texts.newContact, section: texts.contacts, keys: 'c', run: onCreate }
  useCommand(mayCreate ? command : undefined)
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <h1 className="text-xl font-semibold tracking-tight">
        {texts.contacts}
        {total !== undefined && (
          <span className="ms-2 text-sm font-normal text-faint tabular-nums">{number(total)}</span>
        )}
      </h1>
      <div className="ms-auto flex flex-wrap items-center justify-end gap-2">
        <DuplicatesLink />
        {actions}
        {mayCreate && (
          <Button
            variant="primary"
            className="max-sm:px-2.5!"
            icon={<Plus aria-hidden className="size-4" />}
            onClick={onCreate}
          >
            <span className="max-sm:sr-only">{texts.newContact}</span>
          </Button>
        )}
      </div>
    </header>
  )
}

/** Only where there is something to decide, for who may. */
function DuplicatesLink() {
  const isAsked = useMay()('getContactsDedupReviewsPending')
  const { data } = useQuery({
    queryKey: [...keys.duplicates, 'any'],
    queryFn: () => ok(api.GET('/api/contacts/dedup-reviews/pending', { params: { query: { size: 1 } } })),
    enabled: isAsked,
  })
  if (!data || data.data.length === 0) return null
  return (
    <Link to="/contacts/duplicates" className={buttonClasses({ variant: 'quiet' })}>
      <Users aria-hidden className="size-4" />
      <span className="sr-only sm:not-sr-only">{texts.duplicates}</span>
    </Link>
  )
}
