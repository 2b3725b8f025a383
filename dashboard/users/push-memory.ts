/** Who had it switched on in this browser: after signing in again it goes on for them, and for nobody else. */
export const pushMemory = 'tether.push'
