import { createPrivateKey, type KeyObject } from 'node:crypto'

/** An Ed25519 private key from a seed of 32 bytes counting up from `start`: public test keys. */
export function seededKey(start: number): KeyObject {
  const seed = Buffer.from(Array.from({ length: 32 }, (_, at) => start + at))
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
}

/** Name of the log in the known answers. */
export const ORIGIN = 'log.hub.example/access'

/** Bytes of the five entries in the known answers. */
export const ENTRIES = [0, 1, 2, 3, 4].map((at) => Buffer.from(`entry-${at}`, 'ascii'))

/** Roots of the trees over the first one to five entries. */
export const ROOTS = [
  'QHZrIDNCkCb1PVRQJnmoOXBrR0H43K86i7pfQbX/4HU=',
  'LyelCCwdQq+kiKw1Cp/EOQwIT1T3Hs3/hZ6Y24QptHk=',
  'pkvybgkSj2/i/m+LLYyAHhZrV8BHp82bK4Ceepai8cs=',
  'JWueiCXl03CkrgBdCQHqKRl34pJ/XPjj5yZg3QlRnts=',
  'GqaNMHSQWlgfhMu9D3U3lJBP2ARRvEwT5p2aU7xZUCw=',
]

/** The verifier key of the log that signs with `seededKey(0)`. */
export const VERIFIER_KEY =
  'log.hub.example/access+5605cefa+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4'

/** The signed checkpoint over all five entries. */
export const CHECKPOINT = `log.hub.example/access
5
GqaNMHSQWlgfhMu9D3U3lJBP2ARRvEwT5p2aU7xZUCw=

\u2014 log.hub.example/access VgXO+oON4bttVOGfNRkUPXr6x2cCER66YmrgoQSPca9ldkZRiVk7gM7GmGj8bMcb3owh482nF1iSVVKuIAGjoMTJqAs=
`

/** What the witness of the known answers adds. */
export const COSIGNATURE =
  '\u2014 witness.gemeente.example a1ZZ7AAAAABpIP0AdWiwnQokC1S1DcHivdLcDVp+TJ4ng03FrQSeGcLYLaUOfKTwmieJ8txe9dwCuBqq43aIHLKDY4mWehU1TDdYCw==\n'
