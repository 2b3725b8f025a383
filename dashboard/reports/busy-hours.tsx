import { classes } from '../ui/classes.ts'
import { Delayed } from '../ui/delayed.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { ErrorState } from '../ui/state.tsx'
import { count, hourLabel, weekdayLabel } from './labels.ts'
import { PlotCard } from './plot-card.tsx'
import { fileOf, useBusyHours } from './report-queries.ts'
import type { BusyHourReport, Scope } from './report-queries.ts'
import { texts } from './texts.ts'

const weekdays = [1, 2, 3, 4, 5, 6, 7]
const hours = Array.from({ length: 24 }, (_, hour) => hour)

/** When contacts write: a table to hear, whose cells are shaded for the eye. */
export function BusyHours({ scope, isTable }: { scope: Scope; isTable: boolean }) {
  const { data, isError, refetch } = useBusyHours(scope)
  return (
    <PlotCard
      title={texts.busyHours}
      text={texts.busyHoursText}
      files={[{ label: texts.busyHours, href: fileOf('busy-hours', scope) }]}
    >
      {data === undefined && isError ? (
        <ErrorState isSmall onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <div className="h-56">
          <Delayed>
            <Skeleton className="h-full" />
          </Delayed>
        </div>
      ) : data.rows.length === 0 ? (
        <p className="py-8 text-center text-muted">{texts.noneInTime}</p>
      ) : (
        <HeatMap rows={data.rows} isTable={isTable} />
      )}
    </PlotCard>
  )
}

function HeatMap({ rows, isTable }: { rows: BusyHourReport['rows']; isTable: boolean }) {
  const received = new Map(rows.map((row) => [`${row.weekday} ${row.hour}`, row.received]))
  const most = Math.max(...received.values())
  return (
    <>
      <div
        role="region"
        aria-label={texts.busyHours}
        {...(isTable ? { tabIndex: 0 } : {})}
        className={isTable ? 'overflow-x-auto' : undefined}
      >
        <table className="w-full table-fixed border-separate border-spacing-px text-2xs md:border-spacing-0.5">
          <caption className="sr-only">{texts.busyHoursText}</caption>
          <thead>
            <tr>
              <th scope="col" className="w-10 text-start">
                <span className="sr-only">{texts.weekday}</span>
              </th>
              {hours.map((hour) => (
                <th
                  key={hour}
                  scope="col"
                  className={classes('overflow-visible pb-1 text-start font-normal text-muted', isTable && 'w-8')}
                >
                  <span className={classes('whitespace-nowrap', hourLook(hour))}>{hourLabel(hour)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weekdays.map((weekday) => (
              <tr key={weekday}>
                <th scope="row" className="pe-2 text-start font-normal text-muted">
                  {weekdayLabel(weekday, 'short')}
                </th>
                {hours.map((hour) => (
                  <Cell
                    key={hour}
                    label={texts.busyHour(
                      weekdayLabel(weekday, 'long'),
                      hourLabel(hour),
                      received.get(`${weekday} ${hour}`) ?? 0,
                    )}
                    total={received.get(`${weekday} ${hour}`) ?? 0}
                    most={most}
                    isTable={isTable}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {!isTable && <Scale />}
    </>
  )
}

/** On a phone there is room for every sixth. */
function hourLook(hour: number): string {
  if (hour % 3 !== 0) return 'sr-only'
  return hour % 6 === 0 ? '' : 'max-md:sr-only'
}

function Cell({ label, total, most, isTable }: { label: string; total: number; most: number; isTable: boolean }) {
  return (
    <td
      data-tip={label}
      className={classes('h-6 rounded-[3px] p-0 text-center tabular-nums', isTable && 'text-text')}
      style={isTable ? undefined : { background: shade(total / most) }}
    >
      <span className={isTable ? undefined : 'sr-only'}>{count(total)}</span>
    </td>
  )
}

/** Of one colour, from the ground of the page to its own: lightness is what everybody tells apart. */
function shade(share: number): string {
  return share === 0
    ? 'var(--hover)'
    : `color-mix(in oklab, var(--chart-1) ${Math.round(15 + 85 * share)}%, var(--surface))`
}

function Scale() {
  return (
    <div aria-hidden className="mt-3 flex items-center justify-end gap-1.5 text-2xs text-muted">
      {texts.fewest}
      {[0, 0.05, 0.25, 0.5, 0.75, 1].map((share) => (
        <span key={share} className="size-3 rounded-[3px]" style={{ background: shade(share) }} />
      ))}
      {texts.most}
    </div>
  )
}
