/** What a person can act on: the message is all there is to show, the stack tells nothing. */
export class EmbeddedPostgresProblem extends Error {
  override name = 'EmbeddedPostgresProblem'
}

export class DataDirectoryInUse extends EmbeddedPostgresProblem {
  override name = 'DataDirectoryInUse'
}
