import type { components, paths } from './openapi.ts'

/** A shape that the API's document names. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name]

type Method = 'get' | 'put' | 'post' | 'delete' | 'patch'

/** What a call answers when it succeeds. */
export type Answer<Path extends keyof paths, M extends Method> =
  paths[Path] extends Record<M, { responses: infer R }> ? BodyOf<R[keyof R & (200 | 201 | 202)]> : never

/** The parameters of a list. */
export type Query<Path extends keyof paths> = paths[Path] extends { get: { parameters: { query?: infer Q } } }
  ? NonNullable<Q>
  : never

type BodyOf<R> = R extends { content: { 'application/json': infer Body } } ? Body : never
