import { Delayed } from '../ui/delayed.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { ErrorState } from '../ui/state.tsx'
import { joinGroups } from './group-rows.ts'
import type { GroupRow } from './group-rows.ts'
import { GroupTable } from './group-table.tsx'
import { PlotCard } from './plot-card.tsx'
import type { ReportFile } from './plot-card.tsx'
import { fileOf, useReports } from './report-queries.ts'
import type { Asked, Scope } from './report-queries.ts'
import type { ReportsSearch } from './reports-search.ts'
import { texts } from './texts.ts'

interface GroupCardsProps {
  scope: Scope
  hours: 'business' | undefined
  onChoose: (filter: Pick<ReportsSearch, 'userId' | 'channelId' | 'departmentId'>) => void
}

const cards = [
  { by: 'user', filter: 'userId', title: texts.byPerson, name: texts.person, nobody: texts.nobody },
  { by: 'channel', filter: 'channelId', title: texts.byChannel, name: texts.channel, nobody: texts.none },
  {
    by: 'department',
    filter: 'departmentId',
    title: texts.byDepartment,
    name: texts.department,
    nobody: texts.noDepartment,
  },
] as const

/** Whose it was, and where. */
export function GroupCards(props: GroupCardsProps) {
  return cards.map((card) => <GroupCard key={card.by} card={card} {...props} />)
}

function GroupCard({
  card: { by, filter, title, name, nobody },
  scope,
  hours,
  onChoose,
}: GroupCardsProps & { card: (typeof cards)[number] }) {
  const reports = useReports(scope, { by, ...(hours ? { hours } : {}) })
  const { conversations, messages, responseTimes } = reports
  const all = Object.values(reports)
  const rows =
    conversations.data && messages.data && responseTimes.data
      ? joinGroups(conversations.data, messages.data, responseTimes.data)
      : undefined
  // Who is in no department has nothing to compare.
  if (by === 'department' && (rows === undefined || rows.every(({ key }) => key === null))) return undefined
  return (
    <PlotCard
      title={title}
      text={by === 'user' ? texts.byPersonText : undefined}
      files={filesOf({ ...scope, by }, hours)}
    >
      {rows === undefined && all.some(({ isError }) => isError) ? (
        <ErrorState isSmall onRetry={() => all.forEach(({ refetch }) => void refetch())} />
      ) : (
        <Rows
          rows={rows}
          label={title}
          nameLabel={name}
          nobody={nobody}
          onChoose={(key) => onChoose({ [filter]: key })}
        />
      )}
    </PlotCard>
  )
}

function filesOf(query: Asked, hours: 'business' | undefined): ReportFile[] {
  return [
    { label: texts.conversations, href: fileOf('conversations', query) },
    { label: texts.messages, href: fileOf('messages', query) },
    { label: texts.responseTimes, href: fileOf('response-times', { ...query, ...(hours ? { hours } : {}) }) },
  ]
}

interface RowsProps {
  rows: GroupRow[] | undefined
  label: string
  nameLabel: string
  nobody: string
  onChoose: (key: string) => void
}

function Rows({ rows, ...table }: RowsProps) {
  if (rows === undefined)
    return (
      <div className="h-40">
        <Delayed>
          <Skeleton className="h-full" />
        </Delayed>
      </div>
    )
  if (rows.length === 0) return <p className="py-8 text-center text-muted">{texts.noneInTime}</p>
  return <GroupTable {...table} rows={rows} />
}
