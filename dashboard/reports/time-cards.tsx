import { compactNumber } from '../ui/format.ts'
import { count, seconds } from './labels.ts'
import type { Period } from './periods.ts'
import type { Series } from './plots/series.ts'
import { conversationPoints, durationPoints, messagePoints } from './points.ts'
import { fileOf } from './report-queries.ts'
import type { Scope, useReports } from './report-queries.ts'
import type { Step } from './reports-search.ts'
import { texts } from './texts.ts'
import { TimeCard } from './time-card.tsx'

interface TimeCardsProps {
  reports: ReturnType<typeof useReports>
  scope: Scope
  period: Period
  step: Step
  hours: 'business' | undefined
  isTable: boolean
}

const conversationSeries: Series[] = [
  { key: 'opened', label: texts.opened, colour: 'var(--chart-2)' },
  { key: 'resolved', label: texts.resolved, colour: 'var(--chart-1)' },
  { key: 'reopened', label: texts.reopened, colour: 'var(--chart-3)' },
]
const messageSeries: Series[] = [
  { key: 'received', label: texts.received, colour: 'var(--chart-2)' },
  { key: 'sent', label: texts.sent, colour: 'var(--chart-1)' },
  { key: 'failed', label: texts.failedMessages, colour: 'var(--chart-5)' },
]
const durationSeries: Series[] = [
  { key: 'median', label: texts.median, colour: 'var(--chart-1)' },
  { key: 'p90', label: texts.p90, colour: 'var(--chart-4)', dash: '4 3' },
]

/** What happened over time. */
export function TimeCards({ reports, scope, period, step, hours, isTable }: TimeCardsProps) {
  const [conversations, messages, times] = [
    reports.conversations.data,
    reports.messages.data,
    reports.responseTimes.data,
  ]
  const query = { ...scope, interval: step }
  const timesFile = fileOf('response-times', { ...query, ...(hours ? { hours } : {}) })
  const counts = { step, isTable, kind: 'bars', format: count, formatAxis: compactNumber } as const
  const durations = { step, isTable, kind: 'lines', format: seconds, series: durationSeries } as const
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <TimeCard
        {...counts}
        title={texts.conversations}
        text={texts.conversationsText}
        file={fileOf('conversations', query)}
        points={conversations && conversationPoints(conversations, period, step)}
        series={conversationSeries}
      />
      <TimeCard
        {...counts}
        title={texts.messages}
        text={texts.messagesText}
        file={fileOf('messages', query)}
        points={messages && messagePoints(messages, period, step)}
        series={messageSeries}
      />
      <TimeCard
        {...durations}
        title={texts.firstResponse}
        text={texts.firstResponseText}
        file={timesFile}
        points={times && durationPoints(times, 'firstResponse', period, step)}
      />
      <TimeCard
        {...durations}
        title={texts.resolution}
        text={texts.resolutionText}
        file={timesFile}
        points={times && durationPoints(times, 'resolution', period, step)}
      />
    </div>
  )
}
