import { Refusal } from '../../platform/errors.ts'

/** What is wrong with a file, and where. */
export class BrokenFile extends Refusal {
  readonly line: number

  constructor(line: number, message: string, code = 'broken_export') {
    super(400, code, `Line ${line}: ${message}`, { details: [{ field: `line ${line}`, message }] })
    this.line = line
  }
}
