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
  return (
    <li className="px-3 py-2">
      <div className="flex items-center gap-2.5">
        <Avatar name={who} seed={actorId ?? actorType} size="small" />
        <p className="min-w-0 flex-1">
          <span className="font-medium">{who}</span> <span className="text-muted">{actionInWords(entry, names)}</span>
        </p>
        <RelativeTime moment={createdAt} className="shrink-0 text-xs text-muted" />
      </div>
      {fields.length > 0 && (
        <div className="ps-7.5">
          <Disclosure title={<span className="text-xs font-normal text-muted">{texts.showChanges}</span>}>
            <Changes fields={fields} before={before} after={after} />
          </Disclosure>
        </div>
      )}
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
