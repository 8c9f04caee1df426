/**
 * A delivery to the national statistics as DDAS Vroegsignalering 1.2 has it. Names are those of the
 * standard, so Dutch; every object is closed, amounts are whole euros.
 */
export interface Delivery {
  readonly startdatumLevering: string
  readonly einddatumLevering: string
  readonly aanleverdatumEnTijd: string
  readonly codeGegevensleverancier: string
  readonly leveringen: readonly MunicipalDelivery[]
}

/** What one municipality delivers. */
export interface MunicipalDelivery {
  /** Place among the deliveries of the file, from 1. */
  readonly teller: number
  /** CBS code, four digits. */
  readonly gemeentecode: string
  readonly aanleverendeOrganisatie: DeliveringOrganisation
  readonly vroegsignalen: readonly EarlySignal[]
  readonly vroegsignaalzaken: readonly SignalCase[]
}

/** Who delivers, as the standard writes it. */
export interface DeliveringOrganisation {
  readonly naam: string
  readonly 'kvk-nummer'?: string
  readonly contactpersonen?: readonly {
    readonly naam?: string
    readonly telefoonnummer?: string
    readonly email?: string
    readonly functietitel?: string
  }[]
}

/** One notification. */
export interface EarlySignal {
  readonly ID: string
  readonly crisissignaal: boolean
  readonly warmeOverdracht: boolean
  /** Whole euros. */
  readonly bedrag?: number
  readonly ontstaansdatum?: string
  readonly signaaldatum: string
  readonly status: string
  readonly signaalpartner: { readonly type: string }
  readonly client: Client
}

/** Whom a notification is about: a citizen number, or else an address; never both. */
export type Client =
  | { readonly burgerservicenummer: string }
  | {
      readonly postcode: string
      readonly huisnummer: string
      readonly huisnummertoevoeging?: string
      readonly geboortedatum?: string
    }

/** One case, with the notifications that it holds. */
export interface SignalCase {
  readonly resultaat?: string
  readonly matchingsdatum: string
  readonly startdatumMatchingperiode: string
  readonly einddatumMatchingperiode: string
  readonly datumOpgepakt?: string
  readonly vroegsignalen: readonly { readonly ID: string }[]
  readonly contactpogingen: readonly {
    readonly soort: string
    readonly bereikt: boolean
    readonly datum: string
    readonly dagdeel?: string
  }[]
}
