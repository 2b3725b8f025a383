import { Skeleton } from '../ui/skeleton.tsx'
import { Delayed } from '../ui/delayed.tsx'
import { PlotCard } from './plot-card.tsx'
import { TimePlot } from './plots/time-plot.tsx'
import type { TimePlotProps } from './plots/time-plot.tsx'
import { HeardTable, TimeTable } from './plots/time-table.tsx'
import { texts } from './texts.ts'

interface TimeCardProps extends Omit<TimePlotProps, 'points'> {
  title: string
  text: string
  file: string
  points: TimePlotProps['points'] | undefined
  isTable: boolean
}

/** Something over time: a plot to look at, the same as a table to hear, or the table alone for everybody. */
export function TimeCard({ title, text, file, points, isTable, ...plot }: TimeCardProps) {
  return (
    <PlotCard title={title} text={text} files={[{ label: title, href: file }]}>
      {points === undefined ? (
        <div className="h-64">
          <Delayed>
            <Skeleton className="h-full" />
          </Delayed>
        </div>
      ) : isEmpty(points, plot) ? (
        <p className="flex h-64 items-center justify-center text-muted">{texts.noneInTime}</p>
      ) : isTable ? (
        <TimeTable label={title} points={points} {...plot} />
      ) : (
        <>
          <TimePlot points={points} {...plot} />
          <HeardTable label={title} points={points} {...plot} />
        </>
      )}
    </PlotCard>
  )
}

/** Nothing was counted, or nothing measured: an answer in no time is one. */
function isEmpty(points: TimePlotProps['points'], { series, kind }: Pick<TimePlotProps, 'series' | 'kind'>): boolean {
  return points.every((point) =>
    series.every(({ key }) => point[key] === null || (kind === 'bars' && point[key] === 0)),
  )
}
