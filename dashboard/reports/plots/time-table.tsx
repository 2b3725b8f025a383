import { Table, TableCell, TableHead, TableHeading, TableRow } from '../../ui/table.tsx'
import { fullStepLabel } from '../labels.ts'
import type { Step } from '../reports-search.ts'
import { texts } from '../texts.ts'
import type { Point, Series } from './series.ts'

interface TimeTableProps {
  label: string
  points: Point[]
  series: Series[]
  step: Step
  format: (value: number) => string
}

/** The same as the plot, in numbers. */
export function TimeTable({ label, points, series, step, format }: TimeTableProps) {
  return (
    <Table label={label} className="max-h-72">
      <TableHead>
        <TableHeading>{texts.steps[step]}</TableHeading>
        {series.map((each) => (
          <TableHeading key={each.key} isNumber>
            {each.label}
          </TableHeading>
        ))}
      </TableHead>
      <tbody>
        {points.map((point) => (
          <TableRow key={point.start}>
            <TableCell className="whitespace-nowrap">{fullStepLabel(point.start, step)}</TableCell>
            {series.map(({ key }) => (
              <TableCell key={key} isNumber>
                {shown(point[key], format)}
              </TableCell>
            ))}
          </TableRow>
        ))}
      </tbody>
    </Table>
  )
}

/** For whoever hears the page; it takes no place and no stop of the keyboard. */
export function HeardTable({ label, points, series, step, format }: TimeTableProps) {
  return (
    <table className="sr-only">
      <caption>{label}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.steps[step]}</th>
          {series.map((each) => (
            <th key={each.key} scope="col">
              {each.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.start}>
            <th scope="row">{fullStepLabel(point.start, step)}</th>
            {series.map(({ key }) => (
              <td key={key}>{shown(point[key], format)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function shown(value: number | string | null | undefined, format: (value: number) => string): string {
  return typeof value === 'number' ? format(value) : texts.none
}
