import { kind, type ProblemKind } from './problem-kind.js'

/** Refusals of the workbench. */
export const WORK_PROBLEMS = {
  'work.duty': kind(
    403,
    ['This is for another duty', 'Dit is voor een andere taak'],
    'Ask who runs the hub which duty you have, and choose for which municipality you act.',
    'Vraag de beheerder welke taak u hebt, en kies voor welke gemeente u werkt.',
  ),
  'work.case_unknown': kind(
    404,
    ['No such case', 'Deze zaak is er niet'],
    'Go back to the list; the case may be of another month or municipality.',
    'Ga terug naar de lijst; de zaak kan van een andere maand of gemeente zijn.',
  ),
  'work.changed': kind(
    409,
    ['Somebody changed the case meanwhile', 'Iemand heeft de zaak intussen gewijzigd'],
    'Open the case again and look at what was added; nothing of yours was kept.',
    'Open de zaak opnieuw en kijk wat erbij is gekomen; van u is niets bewaard.',
  ),
  'work.text': kind(
    400,
    ['This text cannot be kept', 'Deze tekst kan niet worden bewaard'],
    'Shorten it to 4,000 characters.',
    'Kort hem in tot 4.000 tekens.',
  ),
  'work.executor': kind(
    409,
    ['This executor cannot be given cases', 'Deze uitvoerder kan geen zaken krijgen'],
    'Ask the executor for its id and the name of its key, and admit it with these.',
    'Vraag de uitvoerder naar zijn kenmerk en de naam van zijn sleutel, en laat hem daarmee toe.',
  ),
  'work.sealed': kind(
    400,
    ['This is not sealed', 'Dit is niet verzegeld'],
    'Open the case in the browser first; it seals what the executor needs.',
    'Open de zaak eerst in de browser; die verzegelt wat de uitvoerder nodig heeft.',
  ),
} as const satisfies Readonly<Record<string, ProblemKind>>
