import { bulk } from './bulk.ts'
import { csv } from './csv.ts'
import { dashboard } from './dashboard.ts'
import { drain } from './drain.ts'
import { inbound } from './inbound.ts'
import { inbox } from './inbox.ts'
import { live } from './live.ts'
import type { Measurement } from './measurement.ts'
import { search } from './search.ts'
import { sizes } from './sizes.ts'
import { starting } from './starting.ts'
import { texts } from './texts.ts'
import { throughputs } from './throughput.ts'

export const measurements: Measurement[] = [
  throughputs,
  sizes,
  inbox,
  search,
  texts,
  inbound,
  drain,
  bulk,
  csv,
  live,
  dashboard,
  starting,
]
