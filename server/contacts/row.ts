import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import { customFieldsColumn } from './custom-fields.ts'
import type { VerifiedMethods } from './verified-methods.ts'

/** Who wrote last: nobody ever, we and never the contact, the contact, or we since the contact did. */
export type MessageStatus = 'never' | 'silent' | 'unanswered' | 'answered'

/** A contact as lists and single reads fetch it. */
export interface Contact {
  id: string
  organizationId: string
  userId: string
  createdById: string
  createdByName: string
  firstName: string | null
  lastName: string | null
  phoneNumber: string | null
  secondaryPhoneNumber: string[]
  email: string | null
  status: string
  /** Null in the first pipeline; shownPipelineId is its id all the same, once there is one. */
  pipelineId: string | null
  shownPipelineId: string | null
  /** The id of the stage of that name, if the status is one. */
  pipelineStage: string | null
  process: string
  source: string
  isAutopilot: boolean
  isBulkSms: boolean
  isUpdated: boolean
  assignees: string[]
  channelTypes: string[]
  optedOut: string[]
  latestMessageId: string | null
  lastMessageTime: Date | null
  lastActivityAt: Date
  messageStatus: MessageStatus
  messageCount: number
  tags: string[]
  blockedAt: Date | null
  verifiedAt: Date | null
  verifiedById: string | null
  verificationSource: string | null
  verifiedMethods: VerifiedMethods
  version: number
  /** The organization's own fields, by their names. */
  customFields: Record<string, unknown> | null
  createdAt: Date
  updatedAt: Date
}

export function contactColumns(organizationId: string): RawBuilder<unknown> {
  return sql`
    contacts.id, contacts.organization_id, contacts.user_id, contacts.created_by_id, creator.full_name as created_by_name,
    contacts.first_name, contacts.last_name, contacts.phone_number, contacts.email, contacts.status, contacts.process,
    contacts.source, contacts.is_autopilot, contacts.is_bulk_sms, contacts.version > 0 as is_updated,
    contacts.channel_types, contacts.latest_message_id, contacts.last_message_time, contacts.last_activity_at,
    contacts.message_status, contacts.message_count, contacts.tags, contacts.blocked_at, contacts.verified_at,
    contacts.verified_by_id, contacts.verification_source, contacts.verified_methods,
    contacts.version, contacts.created_at, contacts.updated_at, ${customFieldsColumn(organizationId)},
    contacts.pipeline_id, ${pipelineOf(organizationId)} as shown_pipeline_id, (
      select s.id from pipeline_stages s
      where s.organization_id = ${organizationId} and s.pipeline_id = ${pipelineOf(organizationId)} and s.name = contacts.status
    ) as pipeline_stage,
    array(
      select a.user_id from contact_assignees a
      where a.organization_id = ${organizationId} and a.contact_id = contacts.id
    ) as assignees,
    array(
      select k.phone_number from contact_numbers k
      where k.organization_id = ${organizationId} and k.contact_id = contacts.id
    ) as secondary_phone_number,
    array(
      select o.channel_type from opt_outs o
      where o.organization_id = ${organizationId} and o.address = contacts.phone_number
        and o.channel_type in ('sms', 'facebook', 'webchat')
    ) as opted_out`
}

/** The first one is looked up once for the whole statement. */
function pipelineOf(organizationId: string): RawBuilder<unknown> {
  return sql`coalesce(contacts.pipeline_id, (
    select f.id from pipelines f where f.organization_id = ${organizationId} and f.type = 'Contact' and f.is_first
  ))`
}

export function contactTables(organizationId: string): RawBuilder<unknown> {
  return sql`contacts join users creator on creator.organization_id = ${organizationId} and creator.id = contacts.created_by_id`
}
