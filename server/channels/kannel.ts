export { kannelConnector } from './kannel/connector.ts'
