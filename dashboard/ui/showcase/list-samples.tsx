import { useState } from 'react'
import { Avatar } from '../avatar.tsx'
import { Badge } from '../badge.tsx'
import { Checkbox } from '../checkbox.tsx'
import { LoadMore } from '../load-more.tsx'
import { Splitter } from '../splitter.tsx'
import { Table, TableCell, TableHead, TableHeading, TableRow, type SortDirection } from '../table.tsx'
import { VirtualList } from '../virtual-list.tsx'
import { people } from './people.ts'
import { Sample, Samples } from './sample.tsx'

const rows = Array.from({ length: 10_000 }, (_, index) => `Row ${index + 1}`)

export function ListSamples() {
  const [active, setActive] = useState(0)
  const [shown, setShown] = useState(4)
  return (
    <Samples>
      <Sample name="Table, TableHeading, TableRow, LoadMore" isWide>
        <div className="w-full">
          <PeopleTable count={shown} />
          <LoadMore hasMore={shown < people.length} isLoading={false} hasFailed onLoad={() => setShown(shown + 3)} />
        </div>
      </Sample>
      <Sample name="VirtualList in a Splitter" isWide>
        <div className="flex h-64 w-full overflow-hidden rounded-md border">
          <Splitter label="Width of the list" storageKey="showcase.list" initial={200} min={120} max={280}>
            <VirtualList
              label="Ten thousand rows"
              className="flex-1"
              items={rows}
              itemKey={(row) => row}
              rowHeight={32}
              activeIndex={active}
              onActiveChange={setActive}
              renderRow={(row, { index, isActive, tabIndex }) => (
                <button
                  type="button"
                  data-row-focus
                  tabIndex={tabIndex}
                  onClick={() => setActive(index)}
                  className={`h-8 w-full border-b px-3 text-start outline-offset-[-2px] ${isActive ? 'bg-selected' : 'hover:bg-hover'}`}
                >
                  {row}
                </button>
              )}
            />
          </Splitter>
          <div className="flex min-w-0 flex-1 items-center justify-center border-s bg-canvas p-4 text-center text-muted">
            {rows[active]}. Drag the edge, or move it with the arrows.
          </div>
        </div>
      </Sample>
    </Samples>
  )
}

function PeopleTable({ count }: { count: number }) {
  const [sort, setSort] = useState<SortDirection>('ascending')
  const [chosen, setChosen] = useState(new Set(['p2']))
  const ordered = people
    .slice(0, count)
    .toSorted((a, b) => a.name.localeCompare(b.name) * (sort === 'ascending' ? 1 : -1))
  const choose = (id: string, isChosen: boolean) => {
    const next = new Set(chosen)
    if (isChosen) next.add(id)
    else next.delete(id)
    setChosen(next)
  }
  return (
    <Table label="People">
      <TableHead>
        <TableHeading className="w-9">
          <span className="sr-only">Choose</span>
        </TableHeading>
        <TableHeading sort={sort} onSort={setSort}>
          Name
        </TableHeading>
        <TableHeading>Mail</TableHeading>
        <TableHeading>Status</TableHeading>
        <TableHeading isNumber>Conversations</TableHeading>
      </TableHead>
      <tbody>
        {ordered.map(({ id, name, mail }, index) => (
          <TableRow key={id} isSelected={chosen.has(id)} onOpen={() => choose(id, !chosen.has(id))}>
            <TableCell>
              <Checkbox
                aria-label={`Choose ${name}`}
                isChecked={chosen.has(id)}
                onCheckedChange={(is) => choose(id, is)}
              />
            </TableCell>
            <TableCell>
              <span className="flex items-center gap-2 whitespace-nowrap">
                <Avatar name={name} size="small" />
                {name}
              </span>
            </TableCell>
            <TableCell className="text-muted">{mail}</TableCell>
            <TableCell>
              <Badge tone={index % 3 ? 'success' : 'warning'}>{index % 3 ? 'Active' : 'Invited'}</Badge>
            </TableCell>
            <TableCell isNumber>{(index + 1) * 137}</TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  )
}
