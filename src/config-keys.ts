/** One setting as people read about it. */
export interface ConfigKey {
  readonly name: string
  /** What applies when it is not set; empty when nothing does. */
  readonly fallback: string
  readonly en: string
  readonly nl: string
}

const key = (name: string, fallback: string, en: string, nl: string): ConfigKey => ({
  name,
  fallback,
  en,
  nl,
})

/** Every setting there is, in the order of the README. A test holds the README equal to it. */
export const CONFIG_KEYS = [
  key(
    'DATABASE_URL',
    'embedded PostgreSQL',
    'The database as the running hub reaches it; its role owns nothing',
    'De database zoals de draaiende hub haar bereikt; de rol bezit niets',
  ),
  key(
    'MIGRATION_DATABASE_URL',
    '',
    'The same database as its owner; used by `vroegsignaal migrate` alone',
    'Dezelfde database als eigenaar; alleen voor `vroegsignaal migrate`',
  ),
  key(
    'VS_DATA_DIR',
    '.data',
    'Folder for what a hub without further settings keeps',
    'Map voor wat een hub zonder verdere instellingen bewaart',
  ),
  key(
    'VS_SECRETS_DIR',
    '<VS_DATA_DIR>/secrets',
    'Folder with the keys of the hub; never on a medium with the database or its backups',
    'Map met de sleutels van de hub; nooit op een medium met de database of de back-ups',
  ),
  key(
    'VS_CHECKPOINT_DIR',
    '<VS_DATA_DIR>/checkpoints',
    'Folder outside the database for the checkpoints of the log',
    'Map buiten de database voor de controlepunten van het logboek',
  ),
  key(
    'VS_PUBLIC_URL',
    'https://localhost:8080',
    'Address of the public listener; names the problem pages',
    'Adres van de openbare toegang; benoemt de foutpagina’s',
  ),
  key(
    'VS_HUB_ID',
    '<host of VS_PUBLIC_URL>',
    'What signed bodies must name in `hub`',
    'Wat ondertekende berichten in `hub` moeten noemen',
  ),
  key(
    'VS_LOG_ORIGIN',
    '<host of VS_PUBLIC_URL>/log',
    'Origin line of the log’s checkpoints; a new one means a new log',
    'Herkomstregel van de controlepunten; een andere betekent een nieuw logboek',
  ),
  key('VS_DATA_HOST', '0.0.0.0', 'Address of the data listener', 'Adres van de datatoegang'),
  key('VS_DATA_PORT', '8443', 'Port of the data listener', 'Poort van de datatoegang'),
  key(
    'VS_PUBLIC_HOST',
    '0.0.0.0',
    'Address of the public listener',
    'Adres van de openbare toegang',
  ),
  key('VS_PUBLIC_PORT', '8080', 'Port of the public listener', 'Poort van de openbare toegang'),
  key('VS_METRICS_HOST', '127.0.0.1', 'Address of the metrics', 'Adres van de meetwaarden'),
  key('VS_METRICS_PORT', '9464', 'Port of the metrics', 'Poort van de meetwaarden'),
  key(
    'VS_TLS_CERT',
    '',
    'Certificate chain of the data listener (PEM); without it the hub is a sandbox with certificates of its own',
    'Certificaatketen van de datatoegang (PEM); zonder is de hub een zandbak met eigen certificaten',
  ),
  key('VS_TLS_KEY', '', 'Its private key (PEM)', 'De geheime sleutel daarvan (PEM)'),
  key(
    'VS_TLS_CLIENT_CA',
    '',
    'Authorities whose transport certificates may connect (PEM)',
    'Uitgevers van wie transportcertificaten worden toegelaten (PEM)',
  ),
  key(
    'VS_TLS_SIGNING_CA',
    '',
    'Authorities whose signing certificates are accepted (PEM)',
    'Uitgevers van wie ondertekencertificaten worden aanvaard (PEM)',
  ),
  key(
    'VS_TLS_CRL_DIR',
    '',
    'Folder with revocation lists of every level; read again when they change',
    'Map met intrekkingslijsten van elk niveau; wordt bij wijziging opnieuw gelezen',
  ),
  key(
    'VS_AUTHORITY_DIR',
    '<VS_DATA_DIR>/pki in a sandbox',
    'Folder with the authority of the hub itself (`vroegsignaal pki init`), for parties that bring no certificates',
    'Map met de eigen uitgever van de hub (`vroegsignaal pki init`), voor partijen zonder certificaten',
  ),
  key(
    'VS_PUBLIC_TLS_CERT',
    '',
    'Certificate chain of the public listener (PEM)',
    'Certificaatketen van de openbare toegang (PEM)',
  ),
  key('VS_PUBLIC_TLS_KEY', '', 'Its private key (PEM)', 'De geheime sleutel daarvan (PEM)'),
  key(
    'VS_SANDBOX',
    'true without VS_TLS_CERT, else false',
    'A sandbox takes test organisations only, a production hub refuses them',
    'Een zandbak kent alleen testorganisaties, een productiehub weigert die',
  ),
  key(
    'VS_SANDBOX_CLOCK_FILE',
    '',
    'File with the instant that a sandbox takes for now',
    'Bestand met het tijdstip dat een zandbak voor nu houdt',
  ),
  key(
    'VS_BODY_LIMIT_BYTES',
    '33554432',
    'Largest body of a request',
    'Grootste omvang van een bericht',
  ),
  key(
    'VS_BODIES_IN_FLIGHT_BYTES',
    '201326592',
    'Bodies that one process holds at once; beyond that it answers 503 before it reads',
    'Berichten die één proces tegelijk vasthoudt; daarboven antwoordt het 503 zonder te lezen',
  ),
  key(
    'VS_REQUESTS_PER_MINUTE',
    '3000',
    'Requests that a party may make to one process, also at once; beyond that it gets 429',
    'Verzoeken die een partij aan één proces mag doen, ook tegelijk; daarboven krijgt zij 429',
  ),
  key(
    'VS_TRACES_PER_DAY',
    '50',
    'Households that an officer may trace in a day',
    'Huishoudens die een functionaris per dag mag naspeuren',
  ),
  key(
    'VS_TRIAL_ITEMS_PER_DAY',
    '100000',
    'Notifications that a deliverer may try in a day without delivering them',
    'Meldingen die een aanleveraar per dag mag proberen zonder ze aan te leveren',
  ),
  key(
    'VS_LOG_PAGES_PER_DAY',
    '20000',
    'Pages of the access log that an officer may read in a day',
    'Bladzijden van het logboek die een functionaris per dag mag lezen',
  ),
  key(
    'VS_LDV_READ',
    'off',
    'Whether officers read the log by the draft read extension of LDV (POST /processing-activities): on or off',
    'Of functionarissen het logboek lezen met de voorlopige leesextensie van LDV (POST /processing-activities): on of off',
  ),
  key(
    'VS_LOG_COLLECTOR_URL',
    '',
    'OpenTelemetry collector that the log is sent to as LDV traces and ADL logs (OTLP/HTTP)',
    'OpenTelemetry-verzamelpunt waarheen het logboek gaat als LDV-traces en ADL-logs (OTLP/HTTP)',
  ),
  key(
    'VS_LOG_COLLECTOR_CA',
    '',
    'Authorities of the certificate of that collector (PEM); otherwise those of the system',
    'Uitgevers van het certificaat van dat verzamelpunt (PEM); anders die van het systeem',
  ),
  key(
    'VS_WITNESS_POLICY',
    '',
    'Policy (C2SP tlog-policy) of the witnesses that cosign checkpoints, and how many are enough',
    'Beleid (C2SP tlog-policy): welke getuigen controlepunten medeondertekenen, en hoeveel volstaan',
  ),
  key(
    'VS_WITNESS_CA',
    '',
    'Authorities of the certificates of those witnesses (PEM); otherwise those of the system',
    'Uitgevers van de certificaten van die getuigen (PEM); anders die van het systeem',
  ),
  key('VS_POOL_SIZE', '8', 'Database connections per process', 'Databaseverbindingen per proces'),
  key(
    'VS_LOG_LEVEL',
    'info',
    'fatal, error, warn, info, debug, trace or silent',
    'fatal, error, warn, info, debug, trace of silent',
  ),
  key(
    'VS_REQUIRE_CONFORMANCE',
    'off',
    'Whether software is let in only with a signed report of the conformance kit: on or off',
    'Of programmatuur alleen met een ondertekend verslag van de beproeving wordt toegelaten: on of off',
  ),
  key(
    'VS_RENEWAL',
    'off',
    'Whether parties renew certificates by the signature of a registered key: on or off',
    'Of partijen certificaten vernieuwen met de handtekening van een geregistreerde sleutel: on of off',
  ),
  key(
    'VS_JOBS',
    'on',
    'Whether this process runs jobs: on or off',
    'Of dit proces taken uitvoert: on of off',
  ),
] as const satisfies readonly ConfigKey[]

/** The settings as a Markdown table, as the README shows it. */
export function configTable(language: 'en' | 'nl'): string {
  const [name, fallback, meaning] =
    language === 'en' ? ['Name', 'Default', 'Meaning'] : ['Naam', 'Standaard', 'Betekenis']
  const rows = CONFIG_KEYS.map((setting) => {
    const shown = setting.fallback === '' ? '' : `\`${setting.fallback}\``
    return `| \`${setting.name}\` | ${shown} | ${setting[language]} |`
  })
  return [`| ${name} | ${fallback} | ${meaning} |`, '| --- | --- | --- |', ...rows].join('\n')
}
