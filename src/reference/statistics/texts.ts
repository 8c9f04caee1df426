import type { Language } from '../reading.js'

const TEXTS = {
  title: ['Cijfers over vroegsignalering', 'Figures on early detection'],
  lead: [
    'Hoeveel huishoudens gemeenten konden bereiken voordat een schuld groot werd. Getallen van 1 tot en met {most} staan er niet in, en ook niet wat ze zou verraden: niemand is in deze cijfers terug te vinden.',
    'How many households municipalities could reach before a debt grew. Numbers from 1 to {most} are left out, and so is what would give them away: nobody can be found in these figures.',
  ],
  none: ['Er is nog niets gepubliceerd.', 'Nothing was published yet.'],
  periods: ['Perioden', 'Periods'],
  period: ['Periode', 'Period'],
  published: ['Gepubliceerd', 'Published'],
  files: ['Als bestand', 'As a file'],
  withdrawn: ['Teruggenomen op {day}: {reason}', 'Withdrawn on {day}: {reason}'],
  nation: ['Alle deelnemende gemeenten', 'All municipalities that take part'],
  group: ['Groep', 'Group'],
  number: ['Aantal', 'Number'],
  share: ['Aandeel', 'Share'],
  municipality: ['Gemeente', 'Municipality'],
  byMunicipality: ['Per gemeente', 'By municipality'],
  hidden: ['niet getoond', 'not shown'],
  chartOf: ['{name}, per groep', '{name}, by group'],
  overYears: ['Zaken per periode', 'Cases by period'],
  back: ['Alle perioden', 'All periods'],
  how: ['Hoe deze cijfers beschermd zijn', 'How these figures are protected'],
  attack: [
    'Voor publicatie is geprobeerd de {targets} kleine getallen terug te rekenen uit alle sommen van alles wat tot dan toe gepubliceerd was. Dat lukte van geen enkel getal tot op minder dan {most} nauwkeurig. Iemand anders dan wie de tabel maakte, gaf haar vrij.',
    'Before publication it was tried to work the {targets} small numbers out from all sums of everything published until then. None could be found to within less than {most}. Somebody else than who made the table released it.',
  ],
} as const satisfies Readonly<Record<string, readonly [nl: string, en: string]>>

/** A text of these pages. */
export function tell(
  language: Language,
  key: keyof typeof TEXTS,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const text: string = TEXTS[key][language === 'nl' ? 0 : 1]
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}
