import { ErrorBody } from '../../platform/schemas.ts'

type Response = Record<string, unknown>

const words: Record<string, string> = {
  400: 'The request is malformed or was refused by validation; `error.details` says which field and why.',
  401: 'The token is missing, expired or not valid.',
  403: 'Your role does not reach this.',
  404: 'There is no such thing, or you may not see it: the answer is the same.',
  409: 'It contradicts what is there already, or a request with the same Idempotency-Key is still running.',
  410: 'What the cursor points to is no longer kept: start over without one.',
  413: 'The body is larger than 1 MiB.',
  415: 'The body is of another content type than this takes.',
  416: 'The file is shorter than where the range begins.',
  422: 'It is well-formed but cannot be done, or its Idempotency-Key came with another request before.',
  429: 'Too much at once; `Retry-After` says when to try again.',
  500: 'Something went wrong on our side; quote the id in the message when you report it.',
  503: 'The server cannot serve at the moment.',
}

/** Said differently where the general words would mislead. */
const particular: Record<string, Record<string, string>> = {
  logIn: { 401: 'The email or the password is not right.' },
  register: { 403: 'Registration is closed here, or your role may not add a user of that role.' },
  sendMessage: {
    422: 'The contact has opted out or has no address; or the Idempotency-Key came with another request.',
  },
  readFile: { 410: 'The link has expired: ask for a new one.' },
  uploadFiles: { 413: 'A file is larger than 50 MB, or there are more than 10.' },
  uploadAttachment: { 413: 'The file is larger than 50 MB, or there are several.' },
  uploadDocument: { 413: 'The file is larger than 25 MB, or there are several.' },
  uploadImport: { 413: 'The file is larger than 100 MiB.', 415: 'The file must come as multipart/form-data.' },
  openWebchatSession: {
    401: 'The identity is not signed with this webchat’s secret, or not any more.',
    403: 'Only those may write here for whom the site vouches.',
  },
  sendWebchatMessage: { 409: 'The form has to be filled in first.' },
  uploadWebchatFile: { 413: 'The file is larger than 20 MB.', 415: 'The file is of a kind that cannot be sent here.' },
  receiveTwilioMessage: { 403: 'The signature does not fit.' },
  receiveTwilioReceipt: { 403: 'The signature does not fit.' },
  receiveKannelMessage: { 403: 'The password does not fit.' },
  receiveKannelReceipt: { 403: 'The password does not fit.' },
  verifyFacebookWebhook: { 403: 'No channel has this verify token.' },
  receiveFacebookEvents: { 403: 'The signature does not fit.' },
}

const refusedReading = [400, 401, 403, 404, 429, 500]
const refusedWriting = [400, 401, 403, 404, 409, 413, 415, 422, 429, 500]

/** Who needs no token is not told of tokens, roles and things that are not there; some have a refusal of their own. */
const refusals: Record<string, number[]> = {
  logIn: [400, 401, 413, 415, 429, 500],
  readEvents: [...refusedReading, 410],
  readAttachment: [...refusedReading, 416],
  getEvents: [...refusedReading, 410],
  readFile: [400, 404, 410, 416, 500],
  readHealth: [500, 503],
  receiveTwilioMessage: [400, 403, 413, 415, 500],
  receiveTwilioReceipt: [400, 403, 413, 415, 500],
  receiveKannelMessage: [400, 403, 413, 415, 500],
  receiveKannelReceipt: [400, 403, 500],
  readWebchatConfiguration: [400, 404, 500],
  openWebchatSession: [400, 401, 403, 404, 413, 415, 429, 500],
  fillWebchatForm: [400, 401, 413, 415, 500],
  listWebchatMessages: [400, 401, 500],
  sendWebchatMessage: [400, 401, 403, 404, 409, 413, 415, 429, 500],
  uploadWebchatFile: [400, 401, 403, 413, 415, 429, 500],
  markWebchatMessages: [400, 401, 413, 415, 500],
  answerWebchatCsat: [400, 401, 409, 413, 415, 500],
  receiveWebchatMessage: [400, 401, 403, 409, 413, 415, 429, 500],
  listMessagesOfWebchat: [400, 401, 500],
  answerCsat: [400, 401, 409, 413, 415, 500],
  readCsatStatus: [400, 401, 500],
  verifyFacebookWebhook: [400, 403, 500],
  receiveFacebookEvents: [400, 403, 413, 415, 500],
}

/** What a handler answers past the serializer, and so without a schema. */
const unserialized: Record<string, Record<string, Response>> = {
  receiveTwilioMessage: {
    200: {
      description: 'Taken in. The answer is empty TwiML.',
      content: { 'text/xml': { schema: { type: 'string' } } },
    },
  },
  receiveKannelMessage: {
    200: { description: 'Taken in. The answer is empty.', content: { 'text/plain': { schema: { type: 'string' } } } },
  },
  verifyFacebookWebhook: {
    200: { description: 'The challenge, as Meta sent it.', content: { 'text/plain': { schema: { type: 'string' } } } },
  },
  receiveFacebookEvents: {
    200: { description: 'Everything is kept.', content: { 'text/plain': { schema: { type: 'string' } } } },
  },
  receiveKannelReceipt: {
    200: { description: 'Taken in. The answer is empty.', content: { 'text/plain': { schema: { type: 'string' } } } },
  },
  receiveTwilioReceipt: {
    200: { description: 'Taken in.', content: { 'text/plain': { schema: { type: 'string' } } } },
  },
}

const retryAfter = { 'Retry-After': { type: 'integer', description: 'seconds until the next try is worth making' } }

/**
 * Every answer, also the refusals, in words. They stand in the document only: a serializer compiled for every code of
 * every route would double the time of a start.
 */
export function describeResponses(operationId: string, method: string, answers: Record<string, Response>) {
  const codes = refusals[operationId] ?? (method === 'GET' ? refusedReading : refusedWriting)
  const refused = Object.fromEntries(codes.map((code) => [code, ErrorBody as unknown as Response]))
  const all = Object.entries({ ...refused, ...unserialized[operationId], ...answers })
  return Object.fromEntries(
    all.map(([code, schema]) => {
      const description = particular[operationId]?.[code] ?? words[code] ?? wordsFor(method, code)
      return [code, describe(schema, description, code === '429' ? { headers: retryAfter } : {})]
    }),
  )
}

function describe(schema: Response, description: string, more: Response): Response {
  if ('content' in schema) return schema
  // Beside a reference only `description` is read; in a schema of its own it would describe the schema.
  return { ...schema, ['$ref' in schema ? 'description' : 'x-response-description']: description, ...more }
}

function wordsFor(method: string, code: string): string {
  if (code === '201') return 'It has been created.'
  return method === 'GET' ? 'What you asked for.' : 'Done.'
}
