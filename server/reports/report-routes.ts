import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { exportReport, exportedReports } from './export.ts'
import {
  BusyHourReport,
  ConversationReport,
  HoursQuery,
  MessageReport,
  Range,
  ResponseTimeReport,
  Steps,
} from './report-schemas.ts'
import { reportBusyHours, reportConversations, reportMessages, reportResponseTimes } from './reports.ts'

const tags = ['Reports']
const config = { roles: everyone }
const whose =
  'An ADMIN sees everybody’s, a DEPARTMENT_HEAD those of the department, a SALES_REP the own. A conversation is its first assignee’s, or else its owner’s.'

/** All of them read sums of days, and cost the same however long the history is. */
export function sumRoutes(app: App): void {
  app.get(
    '/api/reports/conversations',
    {
      config,
      schema: {
        tags,
        summary: 'Conversations opened, resolved and reopened',
        description: whose,
        querystring: Type.Object({ ...Range.properties, ...Steps.properties }),
        response: { 200: ConversationReport },
      },
    },
    (request) => reportConversations(request.db, request.actor, request.query),
  )

  app.get(
    '/api/reports/messages',
    {
      config,
      schema: {
        tags,
        summary: 'Messages received, sent and failed',
        description: whose,
        querystring: Type.Object({ ...Range.properties, ...Steps.properties }),
        response: { 200: MessageReport },
      },
    },
    (request) => reportMessages(request.db, request.actor, request.query),
  )

  timeRoutes(app)

  app.get(
    '/api/reports/export',
    {
      config,
      schema: {
        tags,
        summary: 'A report as CSV',
        description: 'What the report of this name shows with the same parameters.',
        querystring: Type.Object({
          report: Type.Enum([...exportedReports]),
          ...Range.properties,
          ...Steps.properties,
          ...HoursQuery.properties,
        }),
        response: { 200: { description: 'The file.', content: { 'text/csv': { schema: Type.Unknown() } } } },
      },
    },
    async (request, reply) => {
      const { report, ...asked } = request.query
      const file = await exportReport(request.db, request.actor, report, asked)
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${report}-${asked.from}-${asked.to}.csv"`)
        .send(file)
    },
  )
}

function timeRoutes(app: App): void {
  app.get(
    '/api/reports/response-times',
    {
      config,
      schema: {
        tags,
        summary: 'How long contacts waited, and conversations took',
        description: `A first response is the first message of a person after the contact wrote. ${whose} A response is whose who wrote it, a resolution whose who resolved.`,
        querystring: Type.Object({ ...Range.properties, ...Steps.properties, ...HoursQuery.properties }),
        response: { 200: ResponseTimeReport },
      },
    },
    (request) => reportResponseTimes(request.db, request.actor, request.query),
  )

  app.get(
    '/api/reports/busy-hours',
    {
      config,
      schema: {
        tags,
        summary: 'When contacts write, by weekday and hour',
        description: whose,
        querystring: Range,
        response: { 200: BusyHourReport },
      },
    },
    (request) => reportBusyHours(request.db, request.actor, request.query),
  )
}
