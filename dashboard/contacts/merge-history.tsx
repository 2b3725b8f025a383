import { useQuery } from '@tanstack/react-query'
import { Undo2 } from 'lucide-react'

import { useMay } from '../api/session.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { mergesQuery } from './contact-parts.ts'
import { colleagueName } from './contact.ts'
import { texts } from './texts.ts'
import { useColleagues } from './use-contact.ts'
import { useMergeUndo } from './use-merge-undo.ts'

/** Who was merged into this contact in the last 30 days, each to be undone. */
export function MergeHistory({ contactId }: { contactId: string }) {
  const isAsked = useMay()('getContactsMerges')
  const { data } = useQuery({ ...mergesQuery(contactId), enabled: isAsked })
  const colleagues = useColleagues()
  const undo = useMergeUndo()
  const standing = data?.filter(({ undoneAt }) => undoneAt === null) ?? []
  if (standing.length === 0) return null
  return (
    <Card title={texts.mergedContacts} description={texts.mergedContactsHint}>
      <ul className="flex flex-col gap-2">
        {standing.map(({ _id, sourceName, mergedAt, mergedBy }) => (
          <li key={_id} className="flex items-center gap-3">
            <span className="min-w-0 flex-1">
              <span className="block truncate">{sourceName ?? texts.nameless}</span>
              <span className="block text-xs text-muted">
                {mergedBy && `${colleagueName(colleagues, mergedBy)} · `}
                <RelativeTime moment={mergedAt} length="long" />
              </span>
            </span>
            <Button size="small" icon={<Undo2 aria-hidden className="size-3.5" />} onClick={() => void undo(_id)}>
              {texts.undoMerge}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  )
}
