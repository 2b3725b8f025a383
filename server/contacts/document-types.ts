import type { Database } from '../platform/database.ts'
import { invalid } from '../platform/errors.ts'

/** Which types there are is the organization's to say; while it says nothing, every name will do. */
export async function refuseUnknownDocumentType(_db: Database, _organizationId: string, type: string): Promise<void> {
  if (type.trim() === '' || type.length > 100) throw invalid('documentType', 'it must have 1 to 100 characters.')
}
