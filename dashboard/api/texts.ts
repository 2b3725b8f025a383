export const texts = {
  offline: 'The server cannot be reached. Check your connection; nothing is lost.',
  unreadable: (status: number) => `The server gave an answer that cannot be read (${status}). Try again in a moment.`,
}
