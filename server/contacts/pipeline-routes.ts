import { Type } from 'typebox'

import { admins, everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Text, Time, named } from '../platform/schemas.ts'
import { findPipeline } from './pipelines.ts'
import type { Pipeline, PipelineType } from './pipelines.ts'
import { changePipeline } from './stages.ts'

const tags = ['Contacts']
const Color = Type.String({ pattern: '^#[0-9A-Fa-f]{6}$', maxLength: 7 })
const PipelineSchema = named(
  'Pipeline',
  Type.Object({
    _id: Id,
    organizationId: Id,
    type: Type.String(),
    name: Type.String(),
    description: Type.String(),
    stages: Type.Array(Type.Object({ _id: Id, name: Type.String(), color: Type.String() })),
    isMoving: Type.Boolean({ description: 'contacts still follow a stage that was renamed' }),
    createdAt: Time,
    updatedAt: Time,
  }),
)
const ByType = Type.Object({
  type: Type.Unsafe<PipelineType>({ type: 'string', enum: ['Contact', 'Application'], default: 'Contact' }),
})

export function pipelineRoutes(app: App): void {
  app.get(
    '/api/pipelines',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Read the stages of contacts',
        description: 'In their order, which is that of the buckets. Until you set others there are five usual ones.',
        querystring: ByType,
        response: { 200: Type.Object({ success: Type.Boolean(), data: PipelineSchema }) },
      },
    },
    async (request) => ({
      success: true,
      data: toPipeline(await findPipeline(request.db, request.actor, request.query.type)),
    }),
  )

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
        querystring: ByType,
        body: Type.Object({
          name: Type.Optional(Text(200)),
          description: Type.Optional(Type.String({ maxLength: 2000 })),
          stages: Type.Array(
            Type.Object({ oldStage: Type.Optional(Text(100)), newStage: Text(100), color: Type.Optional(Color) }),
            { minItems: 1, maxItems: 50 },
          ),
        }),
        response: { 200: Type.Object({ success: Type.Boolean(), message: Type.String(), data: PipelineSchema }) },
      },
    },
    async (request) => {
      const pipeline = await changePipeline(request.db, request.actor, request.query.type, request.body)
      return { success: true, message: 'Pipeline saved successfully', data: toPipeline(pipeline) }
    },
  )
}

function toPipeline({ id, stages, renames, ...rest }: Pipeline) {
  return {
    _id: id,
    ...rest,
    stages: stages.map(({ id: _id, name, color }) => ({ _id, name, color })),
    isMoving: renames.length > 0,
  }
}
