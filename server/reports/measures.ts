/** What is counted, by the names that the sums have. */
export type Measure =
  | 'opened'
  | 'resolved'
  | 'reopened'
  | 'received'
  | 'sent'
  | 'failed'
  | 'firstResponse'
  | 'firstResponseInHours'
  | 'resolution'
