import { Type } from 'typebox'

import type { Config } from '../platform/config.ts'
import type { App } from '../platform/http.ts'
import { Name, nullable } from '../platform/schemas.ts'
import type { Signals } from '../platform/signals.ts'
import { clientAddress } from './client-address.ts'
import { OrganizationFields } from './organization-schemas.ts'
import { Email, Password, UserFields } from './schemas.ts'
import { openCookieSession } from './session-cookie.ts'
import { findSetup, setUp } from './setup.ts'

const tags = ['Log-in']

interface SetupOptions {
  config: Pick<Config, 'publicUrl'>
  signals: Signals
  /** How to look at the demo, where there is one for everybody to look at. */
  findDemo: (() => Promise<{ email: string; password: string } | undefined>) | undefined
}

/** The first minutes of a server: what its dashboard says to who has no log-in yet, and one form that makes one. */
export function setupRoutes(app: App, options: SetupOptions): void {
  readRoute(app, options)
  setUpRoute(app, options)
}

function readRoute(app: App, { findDemo }: SetupOptions): void {
  app.get(
    '/api/setup',
    {
      config: { isPublic: true },
      schema: {
        tags,
        summary: 'Whether the server has been set up',
        description:
          'Until then its log says where to do it. `demo` is how to log in where DEMO=1 shows one to everybody.',
        response: {
          200: Type.Object({
            isSetUp: Type.Boolean(),
            demo: nullable(Type.Object({ email: Type.String(), password: Type.String() })),
          }),
        },
      },
    },
    async (request) => ({
      isSetUp: (await findSetup(request.db)) === undefined,
      demo: (await findDemo?.()) ?? null,
    }),
  )
}

function setUpRoute(app: App, { config, signals }: SetupOptions): void {
  app.post(
    '/api/setup',
    {
      // A kept answer would keep the key, and a wrong try must count.
      config: { isPublic: true, isRepeatable: true },
      schema: {
        tags,
        summary: 'Set the server up',
        description:
          'Names the first organization and its SUPERADMIN, and logs in with a cookie. Needs the password that the first start ' +
          'printed; possible once, as long as neither has been changed otherwise.',
        body: Type.Object({
          password: Type.String({ minLength: 1, maxLength: 200, description: 'that the first start printed' }),
          organizationName: Name(200),
          country: OrganizationFields.country,
          timezone: OrganizationFields.timezone,
          fullName: UserFields.fullName,
          email: Email,
          newPassword: Password,
        }),
        response: { 200: Type.Object({ csrfToken: Type.String() }) },
      },
    },
    async (request, reply) => {
      const user = await setUp(request.db, signals, { ...request.body, address: clientAddress(request.ip) })
      return openCookieSession(request.db, { request, reply, publicUrl: config.publicUrl }, user)
    },
  )
}
