import type { Route, Schema } from './recorded.ts'

const someId = '0123456789abcdef01234567'
const someText = 'Hello, that is no id'

/** Where a route takes ids, by its schemas: every text that must look like one, wherever it stands. */
export function idPlacesOf({ schema }: Route): string[] {
  return [
    ...placesIn('params', schema.params),
    ...placesIn('query', schema.querystring),
    ...placesIn('body', schema.body),
  ]
}

/** Names that promise an id without the shape of one. */
export function looseIdPlacesOf(route: Route): string[] {
  const { params, querystring, body } = route.schema
  const names = Object.entries({ params, query: querystring, body }).flatMap(([part, schema]) =>
    Object.keys(schema?.properties ?? {}).map((name) => `${part}.${name}`),
  )
  const places = idPlacesOf(route)
  return names.filter((name) => /(^|[._])id$|Ids?$/.test(name) && !places.includes(name))
}

function placesIn(part: string, schema: Schema | undefined): string[] {
  return Object.entries(schema?.properties ?? {}).flatMap(([name, property]) =>
    takesId(property) ? [`${part}.${name}`] : placesIn(`${part}.${name}`, property),
  )
}

function takesId({ pattern, items }: Schema): boolean {
  if (items) return takesId(items)
  return pattern !== undefined && new RegExp(pattern, 'u').test(someId) && !new RegExp(pattern, 'u').test(someText)
}
