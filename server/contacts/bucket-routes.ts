import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import { notFound } from '../platform/errors.ts'
import type { App } from '../platform/http.ts'
import { Id, Text, nullable } from '../platform/schemas.ts'
import { countByStatus, listBuckets } from './buckets.ts'
import type { Bucket, BucketQuery } from './buckets.ts'
import { FilterFields, PlainFilterFields, RangeObject, rangeFields, readFilters } from './filter-schemas.ts'
import { placeAsked } from './places.ts'
import type { PipelineType } from './pipelines.ts'
import { ContactSchema, toContact } from './schemas.ts'
import { NameById, namesOf } from './stage-names.ts'
import { bucketNames } from './statuses.ts'

const tags = ['Contacts']
const Page = Type.Integer({ minimum: 1, maximum: 100_000 })
const Size = Type.Integer({ minimum: 1, maximum: 100, default: 10 })
const Pages = Type.Optional(Type.Record(Type.String(), Page, { description: 'the page of each status, 1 without it' }))
const BucketSchema = Type.Object({ contacts: Type.Array(ContactSchema), total: Type.Integer() })
const Buckets = Type.Object({
  data: Type.Record(Type.String(), BucketSchema),
  dataByStatus: Type.Record(Type.String(), BucketSchema),
  stageIdByName: NameById,
  stageNameById: NameById,
})
const ShowFields = {
  showUnreadOnly: Type.Optional(Type.Boolean()),
  showUnresolvedOnly: Type.Optional(Type.Boolean({ description: 'with a conversation that is not resolved' })),
}

export function bucketRoutes(app: App): void {
  bucketsRoute(app)
  statusesRoute(app)
  statusRoute(app)
  countsRoute(app)
}

function bucketsRoute(app: App): void {
  app.post(
    '/api/contacts',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'List contacts by status',
        description:
          'A bucket for each stage in its order, and for every other status that contacts are in; each with a page and its ' +
          'exact total. To create a contact, use `POST /api/contact`.',
        body: Type.Object({
          page: Pages,
          size: Size,
          pipelineType: Type.Optional(
            Type.Unsafe<PipelineType>({ type: 'string', enum: ['Contact', 'Application'], default: 'Contact' }),
          ),
          pipelineId: Type.Optional(Id),
          status: Type.Optional(Text(100, 'only this bucket')),
          stages: Type.Optional(Type.Array(Text(100), { maxItems: 100, description: 'only these buckets' })),
          ...FilterFields,
          ...rangeFields(RangeObject),
        }),
        response: { 200: Buckets },
      },
    },
    async (request) => {
      const { page: pages = {}, pipelineType = 'Contact', pipelineId, status, stages, ...rest } = request.body
      const place = await inPipeline(request.db, request.actor, pipelineId)
      const asked = status === undefined ? stages : [status]
      const only = asked && (await bucketNames(request.db, request.actor.organizationId, asked, place.pipelineId))
      const query = {
        ...readFilters(rest),
        ...place,
        pipelineType,
        pages: await pagesNamed(request.db, request.actor, pages, place.pipelineId),
        ...(only ? { only: [...new Set(only.values())] } : {}),
      }
      return answerBuckets(request.db, request.actor, query)
    },
  )
}

function statusesRoute(app: App): void {
  app.post(
    '/api/contacts/statuses',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'List contacts by status, for the inbox',
        body: Type.Object({ pages: Pages, size: Size, pipelineId: Type.Optional(Id), ...FilterFields, ...ShowFields }),
        response: { 200: Buckets },
      },
    },
    async (request) => {
      const { pages: asked = {}, pipelineId, ...rest } = request.body
      const place = await inPipeline(request.db, request.actor, pipelineId)
      const pages = await pagesNamed(request.db, request.actor, asked, place.pipelineId)
      return answerBuckets(request.db, request.actor, { ...shown(rest), ...place, pipelineType: 'Contact', pages })
    },
  )
}

async function pagesNamed(
  db: Database,
  actor: Actor,
  pages: Record<string, number>,
  pipelineId?: string | null,
): Promise<Record<string, number>> {
  const asked = Object.keys(pages)
  if (asked.length === 0) return pages
  const names = await bucketNames(db, actor.organizationId, asked, pipelineId)
  return Object.fromEntries(asked.map((name) => [names.get(name)!, pages[name]!]))
}

/** Its contacts, in its stages. */
async function inPipeline(db: Database, actor: Actor, pipelineId: string | undefined) {
  const place = await placeAsked(db, actor, { pipelineId })
  return { ...place, ...(pipelineId === undefined ? {} : { stagesOf: pipelineId }) }
}

async function answerBuckets(db: Database, actor: Actor, query: BucketQuery) {
  const { buckets, stages } = await listBuckets(db, actor, query)
  const data = Object.fromEntries(buckets.map((bucket) => [bucket.status, toBucket(bucket)]))
  return { data, dataByStatus: data, ...namesOf(stages) }
}

function toBucket({ contacts, total }: Bucket) {
  return { contacts: contacts.map(toContact), total }
}

/** One name for what two pages of the contract call differently. */
function shown<T extends { showUnreadOnly?: boolean; showUnresolvedOnly?: boolean }>({
  showUnreadOnly,
  showUnresolvedOnly,
  ...rest
}: T) {
  return {
    ...readFilters(rest),
    ...(showUnreadOnly ? { messageStatus: 'unread' as const } : {}),
    ...(showUnresolvedOnly ? { unresolvedOnly: true } : {}),
  }
}

function statusRoute(app: App): void {
  app.post(
    '/api/contacts/status',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'List the contacts of one status',
        body: Type.Object({
          status: Text(100),
          pipelineId: Type.Optional(Id),
          page: Type.Optional(Page),
          size: Size,
          ...FilterFields,
          ...ShowFields,
        }),
        response: {
          200: Type.Object({
            data: Type.Array(ContactSchema),
            total: Type.Integer(),
            status: Type.String(),
            pipelineStage: nullable(Type.String({ description: 'the id of the stage, if the status is one' })),
            stageIdByName: NameById,
            stageNameById: NameById,
          }),
        },
      },
    },
    async (request) => {
      const { status: asked, pipelineId, page = 1, ...rest } = request.body
      const place = await inPipeline(request.db, request.actor, pipelineId)
      const status = (await bucketNames(request.db, request.actor.organizationId, [asked], place.pipelineId)).get(
        asked,
      )!
      const query = { ...shown(rest), ...place, pipelineType: 'Contact', pages: { [status]: page } } as const
      const { buckets, stages } = await listBuckets(request.db, request.actor, { ...query, only: [status] })
      const [bucket] = buckets
      const stage = stages.find(({ name }) => name === status)
      if (!stage && bucket!.total === 0) throw notFound('status')
      const { contacts: data, total } = toBucket(bucket!)
      return { data, total, status, pipelineStage: stage?.id ?? null, ...namesOf(stages) }
    },
  )
}

function countsRoute(app: App): void {
  app.post(
    '/api/contacts/counts',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Count contacts by status',
        description: 'Each stage in its order, then every other status that contacts are in.',
        body: nullable(
          Type.Object({ pipelineId: Type.Optional(Id), ...PlainFilterFields, ...rangeFields(RangeObject) }),
        ),
        response: { 200: Type.Record(Type.String(), Type.Integer()) },
      },
    },
    async (request) => {
      const { pipelineId, ...rest } = request.body ?? {}
      const place = await inPipeline(request.db, request.actor, pipelineId)
      return Object.fromEntries(await countByStatus(request.db, request.actor, { ...readFilters(rest), ...place }))
    },
  )
}
