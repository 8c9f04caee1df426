import { REGISTRY, RIGHTS, type LogEvent } from './event.js'

const ASKED = {
  action: 'RIGHTS',
  activity: 'data-subject-rights@1',
  ground: RIGHTS,
  by: ['officer'],
  subjects: true,
} as const

/** What residents ask for under the GDPR, and what the hub does about it. */
export const RIGHTS_EVENTS = [
  {
    ...ASKED,
    operation: 'consoleRights',
    action: 'VIEW',
    objects: ['municipality', 'request'],
    subjects: false,
    nl: 'Een toezichthouder bekeek verzoeken van inwoners over hun gegevens.',
    en: 'An officer looked at requests of residents about their data.',
  },
  {
    ...ASKED,
    operation: 'consoleRightsRegister',
    objects: ['municipality', 'request', 'kind', 'policy', 'reached', 'told', 'notice'],
    nl: 'Een toezichthouder registreerde een bezwaar of ander verzoek van een inwoner; het beleid bepaalde wat er gebeurde.',
    en: 'An officer registered an objection or another request of a resident; policy decided what happened.',
  },
  {
    ...ASKED,
    operation: 'consoleRightsRegister',
    action: 'FEEDBACK',
    objects: ['municipality', 'policy', 'notifications'],
    subjects: false,
    nl: 'Een schuldeiser mag weten dat meldingen op verzoek zijn gestopt, of weer doorgaan.',
    en: 'A creditor may know that notifications were stopped on request, or go on again.',
  },
  {
    ...ASKED,
    operation: 'consoleRightsLift',
    objects: ['municipality', 'request', 'kind', 'notice'],
    nl: 'Een toezichthouder hief een verzoek van een inwoner op.',
    en: 'An officer lifted a request of a resident.',
  },
  {
    ...ASKED,
    operation: 'submitNotificationBatch',
    by: ['party'],
    objects: ['municipality', 'batchId', 'requests', 'blocked', 'flagged'],
    subjects: false,
    nl: 'Nieuwe meldingen gingen over een inwoner met een lopend verzoek: geweigerd, of aangenomen en vastgehouden.',
    en: 'New notifications were about a resident with an open request: refused, or accepted and held.',
  },
  {
    operation: 'registerRightsPolicy',
    action: 'CONFIG',
    activity: 'registry@1',
    ground: REGISTRY,
    by: ['operator'],
    objects: ['operator', 'municipality', 'version', 'from', 'effects'],
    subjects: false,
    commands: ['admin rights-policy set'],
    nl: 'Een beheerder legde vast wat verzoeken van inwoners bij een gemeente doen, vanaf een dag.',
    en: 'An operator registered what requests of residents do at a municipality, from a day on.',
  },
  {
    operation: 'listRightsPolicies',
    action: 'VIEW',
    activity: 'registry@1',
    ground: REGISTRY,
    by: ['operator'],
    objects: ['operator', 'rows'],
    subjects: false,
    commands: ['admin rights-policy list'],
    nl: 'Een beheerder bekeek wat verzoeken van inwoners bij gemeenten doen.',
    en: 'An operator looked at what requests of residents do at municipalities.',
  },
] as const satisfies readonly LogEvent[]
