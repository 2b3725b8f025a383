import { LoaderCircle } from 'lucide-react'
import { classes } from './classes.ts'

/** Decoration beside something that says in words what is going on; alone, give it a label. */
export function Spinner({ label, className }: { label?: string; className?: string }) {
  const name = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label }
  return <LoaderCircle {...name} className={classes('size-4 animate-spin', className)} />
}
