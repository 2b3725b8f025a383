export { twilioConnector } from './twilio/connector.ts'
