import { forgetInImports } from '../../imports/forgetting.ts'
import type { Step } from './step.ts'

export const importsStep: Step = {
  piece: (trx, { organizationId, after, traces }) => forgetInImports(trx, organizationId, traces, after),
}
