import { Type } from 'typebox'

import { admins, everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Message, Text, Time, inWords, named } from '../platform/schemas.ts'
import { setDefaultPipeline } from './default-pipeline.ts'
import { deletePipeline } from './pipeline-deletion.ts'
import { findPipeline, listPipelines } from './pipelines.ts'
import type { Pipeline, PipelineType } from './pipelines.ts'
import { changePipeline, createPipeline } from './stages.ts'
import type { NewStage } from './stages.ts'

const tags = ['Contacts']
const colorPattern = inWords('^#[0-9A-Fa-f]{6}$', 'must be a color such as #3B82F6')
const Color = Type.String({ pattern: colorPattern, maxLength: 7 })
const PipelineSchema = named(
  'Pipeline',
  Type.Object({
    _id: Id,
    organizationId: Id,
    type: Type.String(),
    name: Type.String(),
    description: Type.String(),
    stages: Type.Array(Type.Object({ _id: Id, name: Type.String(), color: Type.String() })),
    isDefault: Type.Boolean({ description: 'new contacts begin here' }),
    isFirst: Type.Boolean({ description: 'contacts that are in no other one are in it, so it cannot be deleted' }),
    isMoving: Type.Boolean({ description: 'contacts still follow a stage that was renamed' }),
    createdAt: Time,
    updatedAt: Time,
  }),
)
const OfType = Type.Unsafe<PipelineType>({ type: 'string', enum: ['Contact', 'Application'], default: 'Contact' })
const ByType = Type.Object({ type: OfType })
const OneOfType = Type.Object({
  type: OfType,
  pipelineId: Type.Optional({ ...Id, description: 'another one than the default pipeline' }),
})
const Stages = Type.Array(
  Type.Unsafe<NewStage | string>({
    type: ['object', 'string'],
    minLength: 1,
    maxLength: 100,
    properties: { oldStage: Text(100), newStage: Text(100), color: Color },
    required: ['newStage'],
    description: 'a name, or an object with the name as newStage',
  }),
  { minItems: 1, maxItems: 50 },
)
const Description = Type.Optional(Type.String({ maxLength: 2000 }))
const Saved = Type.Object({ success: Type.Boolean(), message: Type.String(), data: PipelineSchema })

export function pipelineRoutes(app: App): void {
  readRoutes(app)
  saveRoute(app)
  createRoute(app)
  defaultRoute(app)
  deletionRoute(app)
}

function readRoutes(app: App): void {
  app.get(
    '/api/pipelines',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Read the stages of contacts',
        description: 'In their order, which is that of the buckets. Until you set others there are five usual ones.',
        querystring: OneOfType,
        response: { 200: Type.Object({ success: Type.Boolean(), data: PipelineSchema }) },
      },
    },
    async (request) => {
      const { type, pipelineId } = request.query
      return { success: true, data: toPipeline(await findPipeline(request.db, request.actor, type, pipelineId)) }
    },
  )

  app.get(
    '/api/pipelines/list',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'List the pipelines',
        description: 'The default one first, then as they were made: a hundred at most.',
        querystring: ByType,
        response: { 200: Type.Object({ success: Type.Boolean(), data: Type.Array(PipelineSchema) }) },
      },
    },
    async (request) => {
      const pipelines = await listPipelines(request.db, request.actor, request.query.type)
      return { success: true, data: pipelines.map(toPipeline) }
    },
  )
}

function saveRoute(app: App): void {
  app.post(
    '/api/pipelines',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Set the stages of contacts',
        description:
          'Contacts whose status is `oldStage` get `newStage`: a thousand at once, more of them soon after, while `isMoving`. ' +
          'Contacts in a stage that you leave out keep their status.',
        querystring: OneOfType,
        body: Type.Object({ name: Type.Optional(Text(200)), description: Description, stages: Stages }),
        response: { 200: Saved },
      },
    },
    async (request) => {
      const { type, pipelineId } = request.query
      const pipeline = await changePipeline(request.db, request.actor, type, request.body, pipelineId)
      return { success: true, message: 'Pipeline saved successfully', data: toPipeline(pipeline) }
    },
  )
}

function createRoute(app: App): void {
  app.post(
    '/api/pipelines/create',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Create another pipeline',
        description: 'Contacts come into it by their `pipelineId`, or new ones once it is the default.',
        body: Type.Object({ type: Type.Optional(OfType), name: Text(200), description: Description, stages: Stages }),
        response: { 201: Saved },
      },
    },
    async (request, reply) => {
      const { type = 'Contact', ...rest } = request.body
      const pipeline = await createPipeline(request.db, request.actor, type, rest)
      reply.code(201)
      return { success: true, message: 'Pipeline created successfully', data: toPipeline(pipeline) }
    },
  )
}

function defaultRoute(app: App): void {
  app.post(
    '/api/pipelines/set-default',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Choose the default pipeline',
        description: 'New contacts begin in its first stage. Contacts that are there stay in the pipeline they are in.',
        body: Type.Object({ pipelineId: Id }),
        response: { 200: Saved },
      },
    },
    async (request) => {
      const pipeline = await setDefaultPipeline(request.db, request.actor, request.body.pipelineId)
      return { success: true, message: 'Default pipeline set', data: toPipeline(pipeline) }
    },
  )
}

function deletionRoute(app: App): void {
  app.delete(
    '/api/pipelines/:id',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Delete a pipeline',
        description:
          'One without contacts, which is neither the default nor the first one; otherwise it is 409. Move its contacts to a ' +
          'stage of another pipeline before.',
        params: Type.Object({ id: Id }),
        response: { 200: Message },
      },
    },
    async (request) => {
      await deletePipeline(request.db, request.actor, request.params.id)
      return { message: 'Pipeline deleted successfully' }
    },
  )
}

function toPipeline({ id, stages, renames, defaultSince, ...rest }: Pipeline) {
  return {
    _id: id,
    ...rest,
    stages: stages.map(({ id: _id, name, color }) => ({ _id, name, color })),
    isDefault: defaultSince !== null,
    isMoving: renames.length > 0,
  }
}
