import { findOrganization } from '../identity/organization-settings.ts'
import type { Database } from '../platform/database.ts'
import { invalid } from '../platform/errors.ts'

/** Which types there are is the organization's to say; while it names none, every name will do. */
export async function refuseUnknownDocumentType(db: Database, organizationId: string, type: string): Promise<void> {
  if (type.trim() === '' || type.length > 100) throw invalid('documentType', 'it must have 1 to 100 characters.')
  const { documentTypes } = await findOrganization(db, organizationId)
  if (documentTypes.length === 0 || documentTypes.some(({ name }) => name === type)) return
  throw invalid('documentType', `it must be one of ${documentTypes.map(({ name }) => name).join(', ')}.`)
}
