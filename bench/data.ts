/** `npm run bench:data [-- --size small|large] [--again]` makes the data that `npm run bench` measures on. */
import { parseArgs } from 'node:util'

import { hasData, makeData, openPlace } from './data/place.ts'
import type { Size } from './data/shape.ts'

const { values } = parseArgs({ options: { size: { type: 'string' }, again: { type: 'boolean' } } })
const sizes: Size[] = values.size === 'small' || values.size === 'large' ? [values.size] : ['small', 'large']

for (const size of sizes) {
  const place = await openPlace(size, { isFilling: true })
  try {
    if (!values.again && (await hasData(place))) {
      console.log(`The ${size} data is there already; --again makes it anew.`)
      continue
    }
    console.log(`Making the ${size} data …`)
    const start = performance.now()
    await makeData(place, size, (line) => console.log(line))
    console.log(`${size}: ready after ${Math.round((performance.now() - start) / 1000)} s.`)
  } finally {
    await place.stop()
  }
}
