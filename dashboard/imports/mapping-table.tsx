import { Combobox } from '../ui/combobox.tsx'
import type { Option } from '../ui/options.ts'
import { Table, TableCell, TableHead, TableHeading, TableRow } from '../ui/table.tsx'
import { useMay } from '../api/session.ts'
import type { Column, ImportOptions, ImportWithRows } from './imports.ts'
import { texts } from './texts.ts'

interface MappingTableProps {
  row: ImportWithRows
  fields: Array<{ name: string; label: string }>
  mapping: ImportOptions['mapping']
  onMap: (column: number, field: string | undefined) => void
  onNewField: (column: Column) => void
}

const newField = '\u0000new'

/** Each column of the file with its first values, and what becomes of it. */
export function MappingTable({ row, fields, mapping, onMap, onNewField }: MappingTableProps) {
  const mayMake = useMay()('replaceSections')
  const ignored = row.columns.length - mapping.length
  const optionsFor = (column: number): Option[] => {
    const known = fields.map(({ name, label }) => {
      const user = mapping.find((each) => each.field === name && each.column !== column)
      const from = user && row.columns[user.column]
      return { value: name, label, ...(from ? { hint: texts.usedBy(from.name) } : {}) }
    })
    return mayMake ? [...known, { value: newField, label: texts.newField, keywords: 'custom add' }] : known
  }
  return (
    <>
      <Table label={texts.columnsTitle}>
        <TableHead>
          <TableHeading className="w-1/2 md:w-1/3">{texts.column}</TableHeading>
          <TableHeading className="hidden md:table-cell">{texts.firstValues}</TableHeading>
          <TableHeading className="w-1/2 md:w-72">{texts.becomes}</TableHeading>
        </TableHead>
        <tbody>
          {row.columns.map((column) => (
            <TableRow key={column.index}>
              <ColumnCells column={column} />
              <TableCell className="min-w-36">
                <Combobox
                  label={texts.becomesOf(column.name)}
                  canClear
                  placeholder={texts.notImported}
                  value={mapping.find((each) => each.column === column.index)?.field}
                  options={optionsFor(column.index)}
                  onValueChange={(field) => (field === newField ? onNewField(column) : onMap(column.index, field))}
                />
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
      {ignored > 0 && <p className="mt-2 text-xs text-muted">{texts.ignored(ignored)}</p>}
    </>
  )
}

function ColumnCells({ column }: { column: Column }) {
  const samples = column.samples.join(' · ')
  const shown = samples || texts.noValues
  return (
    <>
      <TableCell className="max-w-0">
        <p dir="auto" className="truncate font-medium">
          {column.name}
        </p>
        <p dir="auto" className="truncate text-xs text-muted md:hidden">
          {shown}
        </p>
      </TableCell>
      <TableCell className="hidden max-w-0 md:table-cell">
        <p dir="auto" className={`truncate ${samples ? 'text-muted' : 'text-faint'}`}>
          {shown}
        </p>
      </TableCell>
    </>
  )
}
