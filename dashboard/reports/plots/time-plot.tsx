import { Bar, BarChart, CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'

import { fullStepLabel, stepLabel } from '../labels.ts'
import type { Step } from '../reports-search.ts'
import { durationAxis } from './duration-axis.ts'
import { Legend } from './legend.tsx'
import { PlotTip } from './plot-tip.tsx'
import type { Point, Series } from './series.ts'

export interface TimePlotProps {
  points: Point[]
  series: Series[]
  step: Step
  kind: 'bars' | 'lines'
  format: (value: number) => string
  formatAxis?: (value: number) => string
}

const tick = { fill: 'var(--muted)', fontSize: 11 }
const cursor = { fill: 'var(--hover)', stroke: 'var(--line-strong)' }
const margin = { top: 8, right: 4, bottom: 0, left: 0 }

/** Drawn for the eye alone: whoever hears the page is read the table that stands beside it. */
export function TimePlot({ points, series, step, kind, format, formatAxis = format }: TimePlotProps) {
  const Chart = kind === 'bars' ? BarChart : LineChart
  return (
    <div aria-hidden className="flex flex-col gap-3">
      <Legend series={series} kind={kind} />
      <div className="h-56" dir="ltr">
        <ResponsiveContainer width="100%" height="100%">
          <Chart
            data={kind === 'lines' ? points.map(drawable) : points}
            margin={margin}
            accessibilityLayer={false}
            barGap={1}
            barCategoryGap="22%"
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="start"
              tickFormatter={(start: string) => stepLabel(start, step)}
              tick={tick}
              tickLine={false}
              axisLine={{ stroke: 'var(--line-strong)' }}
              minTickGap={28}
            />
            <YAxis
              tickFormatter={formatAxis}
              tick={tick}
              tickLine={false}
              axisLine={false}
              width={52}
              allowDecimals={false}
              {...(kind === 'lines' ? durationAxis(points, series) : { tickCount: 5 })}
            />
            <Tooltip cursor={cursor} isAnimationActive={false} content={tipOf({ points, series, step, format })} />
            {series.map((each) => (kind === 'bars' ? barOf(each) : lineOf(each)))}
          </Chart>
        </ResponsiveContainer>
      </div>
    </div>
  )
}

function tipOf({ points, series, step, format }: Pick<TimePlotProps, 'points' | 'series' | 'step' | 'format'>) {
  return ({ active, label }: { active: boolean; label?: string | number | undefined }) =>
    active && (
      <PlotTip
        title={fullStepLabel(String(label), step)}
        point={points.find(({ start }) => start === label)}
        series={series}
        format={format}
      />
    )
}

/** A logarithm knows no zero. */
function drawable(point: Point): Point {
  return Object.fromEntries(
    Object.entries(point).map(([key, value]) => [key, typeof value === 'number' ? Math.max(1, value) : value]),
  ) as Point
}

function barOf({ key, colour }: Series) {
  return <Bar key={key} dataKey={key} fill={colour} radius={[2, 2, 0, 0]} maxBarSize={18} isAnimationActive={false} />
}

/** Steps on which nothing was measured are bridged: nobody answered on Sunday is no answer of zero seconds. */
function lineOf({ key, colour, dash }: Series) {
  return (
    <Line
      key={key}
      dataKey={key}
      type="linear"
      stroke={colour}
      strokeWidth={2}
      {...(dash ? { strokeDasharray: dash } : {})}
      dot={{ r: 2.5, fill: colour, stroke: 'none' }}
      activeDot={{ r: 4, fill: colour, stroke: 'var(--surface)', strokeWidth: 2 }}
      connectNulls
      isAnimationActive={false}
    />
  )
}
