import { Type } from 'typebox'

import { clientAddress } from '../identity/client-address.ts'
import { userByEmail } from '../identity/log-in.ts'
import { openCookieSession } from '../identity/session-cookie.ts'
import { proveSetup } from '../identity/setup.ts'
import type { Config } from '../platform/config.ts'
import { Refusal } from '../platform/errors.ts'
import type { App } from '../platform/http.ts'
import { findDemo } from './log-in.ts'

/** Whoever may set the server up may look around in the demo organization first. */
export function demoSetupRoute(app: App, config: Pick<Config, 'publicUrl'> & { encryptionKey: string }): void {
  app.post(
    '/api/setup/demo',
    {
      config: { isPublic: true, isRepeatable: true },
      schema: {
        tags: ['Log-in'],
        summary: 'Explore the demo organization',
        description:
          'Makes it where it is not there yet, and logs in to it as its ADMIN with a cookie. Needs the password that the ' +
          'first start printed; possible until the server is set up.',
        body: Type.Object({ password: Type.String({ minLength: 1, maxLength: 200 }) }),
        response: { 200: Type.Object({ csrfToken: Type.String() }) },
      },
    },
    async (request, reply) => {
      await proveSetup(request.db, request.body.password, clientAddress(request.ip))
      // Read only when it is wanted, as at the start.
      const { foundDemo } = await import('./demo.ts')
      await foundDemo(request.db, config)
      const demo = await findDemo(request.db, config)()
      const user = demo && (await userByEmail(request.db, demo.email))
      if (!user) throw new Refusal(409, 'demo_not_there', 'The email of the demo is somebody else’s here.')
      return openCookieSession(request.db, { request, reply, publicUrl: config.publicUrl }, user)
    },
  )
}
