import type { Language } from '../../spreadsheet/index.js'

/** What a delivery says on the screen. */
export interface Sayings {
  readonly checking: string
  readonly delivering: string
  readonly continuing: string
  readonly nothingDelivered: string
  readonly nothingLeft: string
  deliverAll(ready: number, hub: string): string
  deliverRest(ready: number, refused: number): string
  reportIn(path: string): string
  receiptsIn(path: string): string
}

const SAYINGS: Readonly<Record<Language, Sayings>> = {
  en: {
    checking: 'checking',
    delivering: 'delivering',
    continuing: 'The delivery of this file was begun before; it continues where it stopped.',
    nothingDelivered: 'Nothing was delivered.',
    nothingLeft: 'This file was delivered before; nothing was sent again.',
    deliverAll: (ready, hub) => `Deliver ${ready} notifications to ${hub}?`,
    deliverRest: (ready, refused) =>
      `${refused} rows cannot be delivered. Deliver the other ${ready}?`,
    reportIn: (path) => `What became of each row is in ${path}`,
    receiptsIn: (path) => `The signed receipts are in ${path}; keep them.`,
  },
  nl: {
    checking: 'controleren',
    delivering: 'afleveren',
    continuing: 'De aanlevering van dit bestand was al begonnen; zij gaat verder waar zij was.',
    nothingDelivered: 'Er is niets afgeleverd.',
    nothingLeft: 'Dit bestand was al afgeleverd; er is niets nogmaals verstuurd.',
    deliverAll: (ready, hub) => `${ready} meldingen afleveren aan ${hub}?`,
    deliverRest: (ready, refused) =>
      `${refused} rijen kunnen niet worden afgeleverd. De andere ${ready} wel afleveren?`,
    reportIn: (path) => `Wat er van elke rij werd staat in ${path}`,
    receiptsIn: (path) => `De ondertekende ontvangstbewijzen staan in ${path}; bewaar ze.`,
  },
}

/** What is said in a language. */
export function saying(language: Language): Sayings {
  return SAYINGS[language]
}
