import type { Sector } from '../kernel/sector.js'

/** A number that is published of every municipality. */
export interface Variable {
  readonly name: string
  /** Of which variables it is the sum, each group by itself. */
  readonly groups: readonly (readonly string[])[]
  readonly nl: string
  readonly en: string
}

/** Sectors as the national monitor groups them. */
export const SECTOR_GROUPS = {
  rent: ['RENT'],
  energy: ['ENERGY_ELECTRICITY', 'ENERGY_GAS', 'ENERGY_HEAT'],
  water: ['WATER'],
  health: ['HEALTH_INSURANCE'],
} as const satisfies Readonly<Record<string, readonly Sector[]>>

const CLASSES = [
  counted('cases.single', 'Eén melding', 'One notification'),
  counted('cases.multiple', 'Meer meldingen in de maand', 'Several notifications in the month'),
  counted('cases.consecutive', 'Ook in eerdere maanden', 'Also in earlier months'),
  counted(
    'cases.multipleConsecutive',
    'Meer meldingen, en ook in eerdere maanden',
    'Several notifications, and also in earlier months',
  ),
]

const RESULTS = [
  counted('result.helpAccepted', 'Hulp aanvaard', 'Help accepted'),
  counted('result.reached', 'Bereikt, zonder hulp', 'Reached, without help'),
  counted('result.notReached', 'Afgesloten, niet bereikt', 'Closed, not reached'),
  counted('result.open', 'Nog niet afgesloten', 'Not closed yet'),
]

const SECTORS = [
  counted('notifications.rent', 'Huur', 'Rent'),
  counted('notifications.energy', 'Energie', 'Energy'),
  counted('notifications.water', 'Drinkwater', 'Drinking water'),
  counted('notifications.health', 'Zorgverzekering', 'Health insurance'),
  counted('notifications.other', 'Overig', 'Other'),
]

/** Everything that is published, in the definitions of the national monitor of early detection. */
export const VARIABLES: readonly Variable[] = [
  { name: 'cases', groups: [names(CLASSES), names(RESULTS)], nl: 'Zaken', en: 'Cases' },
  ...CLASSES,
  ...RESULTS,
  { name: 'notifications', groups: [names(SECTORS)], nl: 'Meldingen', en: 'Notifications' },
  ...SECTORS,
]

/** Names of the variables that are no sums. */
export const COUNTED: readonly string[] = names([...CLASSES, ...RESULTS, ...SECTORS])

function counted(name: string, nl: string, en: string): Variable {
  return { name, groups: [], nl, en }
}

function names(variables: readonly Variable[]): string[] {
  return variables.map(({ name }) => name)
}
