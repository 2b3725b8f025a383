import { hash, verify } from '@node-rs/argon2'

// OWASP's password storage cheat sheet: argon2id with 19 MiB, two passes, one lane.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

const unknownUser = hash('nobody has this password', cost)

export function hashPassword(password: string): Promise<string> {
  return hash(password, cost)
}

/** Takes as long for an email that nobody has, so that the time does not tell which emails log in here. */
export async function isPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  const isRight = await verify(passwordHash ?? (await unknownUser), password)
  return isRight && passwordHash !== undefined
}
