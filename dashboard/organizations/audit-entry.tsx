import type { Schema } from '../api/shapes.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Disclosure } from '../ui/disclosure.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { actionInWords, valueInWords } from './audit-words.ts'
import { texts } from './texts.ts'

type Entry = Schema<'AuditLog'>

export function AuditEntry({ entry, names }: { entry: Entry; names: ReadonlyMap<string, string> }) {
  const { actorId, actorType, before, after, createdAt } = entry
  const who = actorId === null ? (texts.actors[actorType] ?? actorType) : (names.get(actorId) ?? texts.somebody)
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const line = (
    <span className="flex items-center gap-2.5 py-1 font-normal">
      <Avatar name={who} seed={actorId ?? actorType} size="small" />
      <span className="min-w-0 flex-1 truncate">
        <span className="font-medium">{who}</span> <span className="text-muted">{actionInWords(entry, names)}</span>
      </span>
    </span>
  )
  const time = <RelativeTime moment={createdAt} className="shrink-0 pe-1 text-xs font-normal text-muted" />
  if (fields.length === 0) {
    return (
      <li className="flex items-center py-1 ps-8 pe-3">
        <span className="min-w-0 flex-1">{line}</span>
        {time}
      </li>
    )
  }
  return (
    <li className="px-2 py-1">
      <Disclosure title={line} end={time}>
        <div className="ps-5">
          <Changes fields={fields} before={before} after={after} />
        </div>
      </Disclosure>
    </li>
  )
}

function Changes({ fields, before, after }: Pick<Entry, 'before' | 'after'> & { fields: string[] }) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-start text-xs">
        <thead className="text-muted">
          <tr>
            <th className="pe-4 pb-1 text-start font-medium">{texts.field}</th>
            {before && <th className="pe-4 pb-1 text-start font-medium">{texts.before}</th>}
            {after && <th className="pb-1 text-start font-medium">{texts.after}</th>}
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field} className="align-top">
              <td className="pe-4 py-0.5 font-mono whitespace-nowrap">{field}</td>
              {before && <td className="max-w-64 pe-4 py-0.5 wrap-anywhere">{valueInWords(before[field])}</td>}
              {after && <td className="max-w-64 py-0.5 wrap-anywhere">{valueInWords(after[field])}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
