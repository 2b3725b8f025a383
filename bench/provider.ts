/** The fake Twilio of the tests in a process of its own, answering after 50 ms; its credentials are the bench's own. */
import { createServer } from 'node:http'

import { startFakeTwilio } from '../test/fake-twilio.ts'
import { twilioAccount } from './data/shape.ts'

const fake = await startFakeTwilio({ ...twilioAccount, delayMilliseconds: 50 })
const server = createServer((_request, response) => response.end(fake.url))
server.listen(Number(process.env['PORT']), '127.0.0.1')

process.once('SIGTERM', () => {
  server.close()
  void fake.close()
})
