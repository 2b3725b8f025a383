/** What stands on a server that vouches for its visitors. */
export const serverExample = `import { SignJWT } from 'jose'

const secret = new TextEncoder().encode(process.env.TETHER_IDENTITY_SECRET)
const identity = await new SignJWT({ name: user.name, email: user.email })
  .setProtectedHeader({ alg: 'HS256' })
  .setSubject(user.id)
  .setExpirationTime('1h')
  .sign(secret)`

export const pageExample = `tether('identify', identity)
// and when they sign out:
tether('reset')`
