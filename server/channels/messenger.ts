export { messengerConnector } from './messenger/connector.ts'
export { pagesIn, readHappenings } from './messenger/happenings.ts'
export { isSignedBy } from './messenger/signature.ts'
export { verifyPrefix, verifyAddress } from './messenger/verify-token.ts'
