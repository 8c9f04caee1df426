import type { Unlogged } from './event.js'

/** What at the hub leaves no entry because it reaches no data, each with its reason. */
export const UNLOGGED: readonly Unlogged[] = [
  {
    name: 'listExecutors',
    nl: 'Noemt organisaties en hun publieke sleutels; over inwoners staat er niets in.',
    en: 'Names organisations and their public keys; nothing in it is about residents.',
  },
  {
    name: 'getLogEntryProof',
    nl: 'Geeft alleen openbare hashes terug aan wie de vastlegging aangaat; vastleggen zou nooit eindigen.',
    en: 'Returns nothing but public hashes to those whom the entry concerns; recording it would never end.',
  },
  {
    name: 'job.partitions',
    nl: 'Maakt lege tabellen voor komende maanden.',
    en: 'Makes empty tables for the months ahead.',
  },
  {
    name: 'serve',
    nl: 'Start de hub; wat die doet staat hierboven.',
    en: 'Starts the hub; what that does stands above.',
  },
  {
    name: 'migrate',
    nl: 'Verandert de vorm van de database en leest geen inhoud.',
    en: 'Changes the shape of the database and reads no content.',
  },
  {
    name: 'log check',
    nl: 'Leest wat de hub openbaar toont, zonder hub.',
    en: 'Reads what the hub shows to everybody, without a hub.',
  },
  {
    name: 'witness key',
    nl: 'Maakt een sleutel van een getuige, zonder hub.',
    en: 'Makes a key of a witness, without a hub.',
  },
  {
    name: 'witness run',
    nl: 'Ondertekent controlepunten van hubs; er komt geen gegeven van iemand aan te pas.',
    en: 'Signs checkpoints of hubs; nobody’s data is involved.',
  },
  {
    name: 'match evaluate',
    nl: 'Rekent op een bestand van wie het opdracht gaf, zonder hub.',
    en: 'Computes on a file of whoever runs it, without a hub.',
  },
  {
    name: 'log verify',
    nl: 'Controleert bestanden van wie het opdracht gaf, zonder hub.',
    en: 'Checks files of whoever runs it, without a hub.',
  },
  {
    name: 'log events',
    nl: 'Toont deze lijst.',
    en: 'Shows this list.',
  },
  {
    name: 'demo',
    nl: 'Speelt met verzonnen mensen op een eigen hub, waarvan elke toegang wordt vastgelegd.',
    en: 'Plays with invented people on a hub of its own, each access to which is recorded.',
  },
  {
    name: 'sandbox start',
    nl: 'Start een proefhub met verzonnen mensen, waarvan elke toegang wordt vastgelegd.',
    en: 'Starts a hub for trials with invented people, each access to which is recorded.',
  },
  {
    name: 'sandbox enrol',
    nl: 'Schrijft iemand in bij een proefhub; die legt het vast.',
    en: 'Registers somebody at a hub for trials, which records it.',
  },
  {
    name: 'sandbox stop',
    nl: 'Stopt een proefhub.',
    en: 'Stops a hub for trials.',
  },
  {
    name: 'conformance creditor',
    nl: 'Belt als partij naar een hub, die elk verzoek vastlegt, of speelt er een.',
    en: 'Calls a hub as a party, which records each request, or plays one.',
  },
  {
    name: 'conformance municipality',
    nl: 'Belt als partij naar een hub, die elk verzoek vastlegt, of speelt er een.',
    en: 'Calls a hub as a party, which records each request, or plays one.',
  },
  {
    name: 'conformance verify',
    nl: 'Controleert een bestand van wie het opdracht gaf, zonder hub.',
    en: 'Checks a file of whoever runs it, without a hub.',
  },
  {
    name: 'evidence add',
    nl: 'Voegt bestanden samen van wie het opdracht gaf, zonder hub.',
    en: 'Puts files together of whoever runs it, without a hub.',
  },
  {
    name: 'evidence open',
    nl: 'Haalt als gemeente een maand op; de hub legt dat vast.',
    en: 'Pulls a month as a municipality; the hub records it.',
  },
  {
    name: 'evidence verify',
    nl: 'Controleert een bestand van wie het opdracht gaf, zonder hub.',
    en: 'Checks a file of whoever runs it, without a hub.',
  },
  {
    name: 'contract',
    nl: 'Toont het openbare contract, zonder hub.',
    en: 'Prints the public contract, without a hub.',
  },
]
