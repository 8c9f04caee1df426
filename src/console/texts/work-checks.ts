/** Texts about checking and keeping what the hub sends to the workbench: Dutch, then English. */
export const WORK_CHECK_TEXTS = {
  'nav.months': ['Maanden', 'Months'],
  'open.no_hub': [
    'Deze browser kent de sleutels van de hub nog niet. Ga naar Sleutels en vergelijk ze eenmalig.',
    'This browser does not know the keys of the hub yet. Go to Keys and compare them once.',
  ],
  'open.refused': [
    'Niets geopend: {what} Werk niet met deze zaken en bel wie de hub beheert.',
    'Nothing was opened: {what} Do not work with these cases, and call who runs the hub.',
  ],
  'open.refused_signature': [
    'de handtekening van de hub klopt niet met de sleutels die hier bewaard zijn.',
    'the signature of the hub does not hold under the keys that are kept here.',
  ],
  'open.refused_environment': [
    'dit is ondertekend in een andere omgeving (proef of productie) dan hier bewaard is.',
    'this was signed in another environment (sandbox or production) than is kept here.',
  ],
  'open.refused_statement': [
    'de verklaring over deze maand is niet door deze hub ondertekend.',
    'the statement about this month was not signed by this hub.',
  ],
  'open.refused_cases': [
    'de zaken zijn niet die waarmee de maand is gesloten.',
    'the cases are not those with which the month was closed.',
  ],
  'open.refused_log': [
    'de ontvangst van meldingen staat niet in het ondertekende logboek van de hub.',
    'the intake of notifications does not stand in the signed log of the hub.',
  ],
  'open.log_alarm': [
    'Alarm: het logboek van de hub bevat niet wat deze browser er eerder in zag. Er is iets uit weggehaald of veranderd. Vertel het uw privacyfunctionaris; beide ondertekende standen zijn als bestand bewaard, als bewijs. De zaken hieronder zijn gecontroleerd en kloppen.',
    'Alarm: the log of the hub does not contain what this browser saw in it before. Something was taken out or changed. Tell your privacy officer; both signed states were saved as a file, as evidence. The cases below were checked, and hold.',
  ],
  'open.log_unchecked': [
    'Het logboek kon nu niet worden vergeleken met wat deze browser er eerder in zag: de hub gaf geen antwoord. Bij de volgende keer openen wordt het opnieuw geprobeerd. De zaken hieronder zijn gecontroleerd en kloppen.',
    'The log could not be compared with what this browser saw in it before: the hub did not answer. It is tried again at the next opening. The cases below were checked, and hold.',
  ],
  'open.refused_envelope': [
    'een envelop is niet die welke is ingesloten (zaak {case}).',
    'an envelope is not the one that was closed in (case {case}).',
  ],
  'open.refused_batch': [
    'de enveloppen van een levering zijn niet die van de ontvangst.',
    'the envelopes of a delivery are not those of its intake.',
  ],
  'open.refused_browser': [
    'deze browser kan het logboek niet controleren; gebruik een nieuwere versie.',
    'this browser cannot check the log; use a newer version.',
  ],
  'open.month_busy': ['Bezig: {count} van {all} zaken…', 'Busy: {count} of {all} cases…'],
  'open.month_partly': [
    'Geopend: {opened} meldingen. Van {failed} zaken opent geen sleutel op dit apparaat alles; laad die sleutel of vraag op de lijst om opnieuw te verzegelen. Bevestigen kan nog niet.',
    'Opened: {opened} notifications. Of {failed} cases no key on this device opens everything; load that key, or ask on the list to seal anew. The month cannot be acknowledged yet.',
  ],
  'months.title': ['Maanden', 'Months'],
  'months.one': ['Maand {month}', 'Month {month}'],
  'months.intro': [
    'Een maand die u heel hebt bewaard, kunt u bevestigen. Namen blijven daarna kort bij de hub; zonder bevestiging langer.',
    'A month that you have kept whole can be acknowledged. After that, names stay at the hub for a short time; without it, longer.',
  ],
  'months.acknowledged': ['Bevestigd', 'Acknowledged'],
  'months.not_yet': ['nog niet', 'not yet'],
  'months.until': ['Namen bij de hub tot', 'Names at the hub until'],
  'months.back': ['Alle maanden', 'All months'],
  'months.done': [
    'Bevestigd op {at}. De verzegelde namen blijven tot {day} bij de hub.',
    'Acknowledged at {at}. The sealed names stay at the hub until {day}.',
  ],
  'months.incomplete': [
    'Er is niets bevestigd. Open en bewaar eerst de hele maand, en zeg dat het bestand is bewaard.',
    'Nothing was acknowledged. First open and save the whole month, and say that the file was saved.',
  ],
  'months.keep': ['1. Open en bewaar', '1. Open and save'],
  'months.keep_intro': [
    'Uw browser haalt alle {count} zaken op, controleert ze zoals de opdracht municipality pull en opent ze. Bewaar ze als bestand; JSON bevat alles.',
    'Your browser takes all {count} cases, checks them as the command municipality pull does, and opens them. Save them as a file; JSON holds everything.',
  ],
  'months.open': ['Open de hele maand', 'Open the whole month'],
  'months.acknowledge': ['2. Bevestig de ontvangst', '2. Acknowledge receipt'],
  'months.warning': [
    'Bevestigen begint een termijn. De verzegelde namen van deze maand worden na {days} dagen bij de hub gewist: op {until}, in plaats van op {now}. Dat is niet terug te draaien.',
    'Acknowledging starts a term. The sealed names of this month are erased at the hub after {days} days: on {until}, instead of on {now}. This cannot be undone.',
  ],
  'months.warning_after': [
    'Daarna opent deze werkbank geen namen van die maand meer, ook niet voor uw collega’s en voor nieuwe toewijzingen. U hebt dan alleen uw bestand. Wacht dus tot het team klaar is met bezoeken, of tot uw eigen systeem de zaken heeft.',
    'After that this workbench opens no names of that month any more, neither for your colleagues nor for new assignments. All you have is your file. So wait until the team has done its visits, or until your own system has the cases.',
  ],
  'months.saved': [
    'Ik heb het bestand bewaard op een plek waar mijn gemeente het terugvindt.',
    'I saved the file in a place where my municipality will find it.',
  ],
  'months.button': ['Bevestig de maand', 'Acknowledge the month'],
  'months.first': [
    'Dit kan pas als alle zaken zijn geopend en het bestand is bewaard.',
    'This is possible once all cases were opened and the file was saved.',
  ],
  'hub.title': ['De hub herkennen', 'Recognising the hub'],
  'hub.intro': [
    'Uw browser opent alleen wat met bewaarde sleutels van de hub is ondertekend. Vergelijk ze eenmalig met wat de beheerder u langs een andere weg gaf (telefoon, brief, of hub.json van uw gemeente).',
    'Your browser opens only what was signed with keys of the hub that it kept. Compare them once with what the operator told you by another way (telephone, letter, or your municipality’s hub.json).',
  ],
  'hub.none': ['Nog niets bewaard.', 'Nothing is kept yet.'],
  'hub.same': [
    'Bewaard, en gelijk aan wat de hub nu toont.',
    'Kept, and the same as what the hub shows now.',
  ],
  'hub.other': [
    'Let op: de hub toont nu andere sleutels dan hier bewaard zijn. Neem ze pas over als de beheerder de wisseling langs een andere weg bevestigt.',
    'Mind: the hub now shows other keys than those kept here. Take them over only when the operator confirms the change by another way.',
  ],
  'hub.unreadable': ['Dit is geen bestand over een hub.', 'This is not a file about a hub.'],
  'hub.kept': ['Bewaard op dit apparaat', 'Kept on this device'],
  'hub.now': ['De hub toont nu', 'The hub shows now'],
  'hub.name': ['Hub', 'Hub'],
  'hub.keys': ['Sleutel van handtekeningen', 'Signing key'],
  'hub.log': ['Sleutel van het logboek', 'Key of the log'],
  'hub.compared': [
    'Ik heb deze sleutels vergeleken met wat de beheerder mij langs een andere weg gaf.',
    'I compared these keys with what the operator told me by another way.',
  ],
  'hub.trust': ['Bewaar deze sleutels', 'Keep these keys'],
  'hub.file': ['Bestand hub.json van uw gemeente', 'File hub.json of your municipality'],
  'hub.load': ['Neem over uit bestand', 'Take over from the file'],
  'hub.save': ['Bewaar als hub.json voor een collega', 'Save as hub.json for a colleague'],
} as const
