import { drain } from './drain.ts'
import { inbound } from './inbound.ts'
import type { Measurement } from './measurement.ts'
import { search } from './search.ts'
import { sizes } from './sizes.ts'
import { starting } from './starting.ts'
import { throughputs } from './throughput.ts'

export const measurements: Measurement[] = [throughputs, sizes, search, inbound, drain, starting]
