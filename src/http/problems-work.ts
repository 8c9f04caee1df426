import { kind, type ProblemKind } from './problem-kind.js'

/** Refusals of the workbench, and about cases that are handed on. */
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
  'work.conflict': kind(
    409,
    ['Used for another assignment', 'Voor een andere toewijzing gebruikt'],
    'Take a new assignmentId for every assignment; GET /assignments shows what stands.',
    'Neem voor elke toewijzing een nieuw assignmentId; GET /assignments laat zien wat er staat.',
  ),
  'work.sealed': kind(
    400,
    ['This is not sealed', 'Dit is niet verzegeld'],
    'Open the case first: its page, or `municipality assign`, seals what the executor needs.',
    'Open de zaak eerst: haar pagina, of `municipality assign`, verzegelt wat de uitvoerder nodig heeft.',
  ),
  'transfer.unknown': kind(
    404,
    ['No such transfer', 'Deze overdracht is er niet'],
    'GET /transfers lists those of your municipality; only the receiver reads, accepts and refuses.',
    'GET /transfers noemt die van uw gemeente; alleen de ontvanger leest, aanvaardt en weigert.',
  ),
  'transfer.case_unknown': kind(
    404,
    ['No such case to transfer', 'Deze zaak is er niet om over te dragen'],
    'Name a case of a closed month of your own municipality, as its feed has it.',
    'Noem een zaak uit een gesloten maand van uw eigen gemeente, zoals de feed die heeft.',
  ),
  'transfer.case_closed': kind(
    409,
    ['The case is closed', 'De zaak is gesloten'],
    'Only a case that is still being worked on is transferred. Reopen it first if it was closed by mistake.',
    'Alleen een lopende zaak wordt overgedragen. Heropen haar eerst als zij per vergissing is gesloten.',
  ),
  'transfer.held': kind(
    409,
    ['The case is held', 'De zaak ligt vast'],
    'Leave it where it is. A privacy officer knows which request or hold it is; withdraw an offer that is open.',
    'Laat haar waar zij is. Een privacyfunctionaris weet welk verzoek of welke hold het is; trek een open aanbod in.',
  ),
  'transfer.receiver': kind(
    409,
    ['This municipality cannot receive it', 'Deze gemeente kan haar niet ontvangen'],
    'Check the CBS code. A municipality that does not take part is told outside the hub.',
    'Controleer de CBS-code. Een gemeente die niet meedoet, hoort het buiten de hub om.',
  ),
  'transfer.no_mandate': kind(
    409,
    ['No creditor may report it there', 'Geen schuldeiser mag haar daar melden'],
    'Report the case as NOT_RESIDENT; its creditors learn what your feedback policy allows.',
    'Meld de zaak als NOT_RESIDENT; haar schuldeisers horen wat uw terugkoppelbeleid toelaat.',
  ),
  'transfer.key': kind(
    409,
    ['Sealed for another key', 'Voor een andere sleutel verzegeld'],
    'Ask POST /transfers/_prepare once more, and seal for the key that it names.',
    'Vraag POST /transfers/_prepare opnieuw, en verzegel voor de sleutel die het noemt.',
  ),
  'transfer.sealed': kind(
    400,
    ['These are not the envelopes that go', 'Dit zijn niet de enveloppen die meegaan'],
    'Send exactly the notifications without `stays`, each sealed under the delivery key of the offer.',
    'Stuur precies de meldingen zonder `stays`, elk verzegeld onder de leveringssleutel van het aanbod.',
  ),
  'transfer.conflict': kind(
    409,
    ['The transfer stands otherwise', 'De overdracht staat anders'],
    'GET /transfers shows how it stands. Offer it anew under another id if it was refused or lapsed.',
    'GET /transfers laat zien hoe zij staat. Bied opnieuw aan onder een ander kenmerk na weigering of verval.',
  ),
  'pause.unknown': kind(
    404,
    ['No such collection pause', 'Deze incassopauze is er niet'],
    'GET /collection-pauses lists those of a municipality, GET /collection-pauses/asked those of a creditor.',
    'GET /collection-pauses noemt die van een gemeente, GET /collection-pauses/asked die van een schuldeiser.',
  ),
  'pause.notification_unknown': kind(
    404,
    ['No such notification to ask about', 'Deze melding is er niet om over te vragen'],
    'Name a notification of a case of a closed month of your own municipality, as its feed has it.',
    'Noem een melding van een zaak uit een gesloten maand van uw eigen gemeente, zoals de feed die heeft.',
  ),
  'pause.no_consent': kind(
    409,
    ['No consent covers this', 'Geen toestemming dekt dit'],
    'Ask the resident, and report the consent with `what` COLLECTION_PAUSE for this creditor (POST /outcomes).',
    'Vraag het de inwoner, en meld de toestemming met `what` COLLECTION_PAUSE voor deze schuldeiser (POST /outcomes).',
  ),
  'pause.stopped': kind(
    409,
    ['The notification no longer stands here', 'De melding staat hier niet meer'],
    'Ask about the notification that took its place, if there is one. A feed says why one is withheld.',
    'Vraag over de melding die ervoor in de plaats kwam, als die er is. Een feed zegt waarom een melding ontbreekt.',
  ),
  'pause.conflict': kind(
    409,
    ['The pause stands otherwise', 'De pauze staat anders'],
    'Read how it stands first. Ask anew under another id once it was declined, withdrawn or is over.',
    'Lees eerst hoe zij staat. Vraag opnieuw onder een ander kenmerk na afwijzing, intrekking of afloop.',
  ),
} as const satisfies Readonly<Record<string, ProblemKind>>
