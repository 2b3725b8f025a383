import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes.ts'
import { texts } from './texts.ts'

/** A table that scrolls in its own frame, under a head that stays. */
export function Table({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <div
      role="region"
      aria-label={label}
      tabIndex={0}
      className={classes(
        'relative min-w-0 overflow-auto rounded-lg border bg-surface outline-offset-[-2px]',
        className,
      )}
    >
      <table aria-label={label} className="w-full border-separate border-spacing-0 text-start text-sm">
        {children}
      </table>
    </div>
  )
}

export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead className="sticky top-0 z-10 bg-surface">
      <tr>{children}</tr>
    </thead>
  )
}

export type SortDirection = 'ascending' | 'descending'

export function TableHeading({
  sort,
  onSort,
  isNumber = false,
  className,
  children,
}: {
  /** Where the table is sorted by this column. */
  sort?: SortDirection | undefined
  onSort?: ((direction: SortDirection) => void) | undefined
  isNumber?: boolean
  className?: string
  children?: ReactNode
}) {
  const Arrow = sort === undefined ? ChevronsUpDown : sort === 'ascending' ? ArrowUp : ArrowDown
  return (
    <th
      scope="col"
      {...(onSort ? { 'aria-sort': sort ?? 'none' } : {})}
      className={classes(
        'border-b px-3 py-2 text-xs font-medium whitespace-nowrap text-muted',
        isNumber ? 'text-end' : 'text-start',
        className,
      )}
    >
      {onSort ? (
        <button
          type="button"
          {...(typeof children === 'string' ? { 'data-tip': texts.sortBy(children) } : {})}
          onClick={() => onSort(sort === 'ascending' ? 'descending' : 'ascending')}
          className={classes(
            '-mx-1.5 inline-flex h-6 items-center gap-1 rounded-sm px-1.5 hover:bg-hover hover:text-text',
            sort && 'text-text',
          )}
        >
          {children}
          <Arrow aria-hidden className={classes('size-3', !sort && 'text-faint')} />
        </button>
      ) : (
        children
      )}
    </th>
  )
}

/** Give rows that open something a link in their first cell; `onOpen` lets a press anywhere in the row do the same. */
export function TableRow({
  isSelected = false,
  onOpen,
  className,
  ...rest
}: ComponentProps<'tr'> & { isSelected?: boolean | undefined; onOpen?: (() => void) | undefined }) {
  return (
    <tr
      {...rest}
      {...(isSelected ? { 'data-selected': '' } : {})}
      onClick={(event) => {
        const isOnControl = event.target instanceof Element && event.target.closest('a, button, input, label, select')
        if (onOpen && !isOnControl && !getSelection()?.toString()) onOpen()
      }}
      className={classes('group/row hover:bg-hover data-selected:bg-selected', onOpen && 'cursor-pointer', className)}
    />
  )
}

export function TableCell({ isNumber = false, className, ...rest }: ComponentProps<'td'> & { isNumber?: boolean }) {
  return (
    <td
      {...rest}
      className={classes(
        'border-b px-3 py-cell group-last/row:border-b-0',
        isNumber && 'text-end tabular-nums',
        className,
      )}
    />
  )
}
