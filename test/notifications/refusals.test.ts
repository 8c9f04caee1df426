import t from 'tap'
import { KEYLESS, startHub, STROOM, WONING } from '../helpers/hub.js'
import { attesting, id, report, withdrawal, without, type AnyItem } from './build.js'

interface Expected {
  readonly code: string
  readonly pointer: string
  /** Part of the legal reference; null when there must be none. */
  readonly reference?: RegExp | null
}

const BGS = /Besluit gemeentelijke schuldhulpverlening, artikel 2/
const energy = (number: number, overrides: AnyItem = {}) =>
  report(number, { creditorId: STROOM, sector: 'ENERGY_ELECTRICITY', ...overrides })

/** In no postcode table. */
const ELSEWHERE = { postcode: '9999ZZ', houseNumber: 1 }

/** One item per reason, with every reason that is given for it. */
const REFUSALS: readonly (readonly [string, AnyItem, readonly Expected[]])[] = [
  [
    'a sector without legal basis in force',
    report(1, { creditorId: STROOM, sector: 'MUNICIPAL_TAX' }),
    [{ code: 'NO_LEGAL_BASIS', pointer: '/sector', reference: /./ }],
  ],
  [
    'a sector without mandate',
    energy(2, { sector: 'HEALTH_INSURANCE' }),
    [{ code: 'NO_MANDATE', pointer: '/municipalityCode', reference: /artikel 3/ }],
  ],
  [
    'a creditor that the deliverer does not deliver for',
    report(3, { creditorId: WONING }),
    [{ code: 'NO_MANDATE', pointer: '/creditorId' }],
  ],
  [
    'a municipality that does not take part',
    energy(4, { municipalityCode: '9999', address: ELSEWHERE }),
    [{ code: 'UNKNOWN_MUNICIPALITY', pointer: '/municipalityCode', reference: null }],
  ],
  [
    'a municipality without sealing key',
    energy(5, { municipalityCode: KEYLESS, address: ELSEWHERE }),
    [{ code: 'SEALING_KEY_MISSING', pointer: '/municipalityCode' }],
  ],
  [
    'a postcode of another municipality',
    energy(6, { address: { postcode: '7731AA', houseNumber: 6 } }),
    [{ code: 'MUNICIPALITY_MISMATCH', pointer: '/municipalityCode', reference: /artikel 3/ }],
  ],
  [
    'an objection',
    attesting(7, { noObjection: false }, { ...energy(7) }),
    [{ code: 'OBJECTION', pointer: '/attestations/noObjection', reference: BGS }],
  ],
  [
    'a former customer',
    attesting(8, { currentCustomer: false }, { ...energy(8) }),
    [{ code: 'FORMER_CUSTOMER', pointer: '/attestations/currentCustomer', reference: /regel 1/ }],
  ],
  [
    'a running arrangement',
    attesting(9, { noRunningArrangement: false }, { ...energy(9) }),
    [
      {
        code: 'RUNNING_ARRANGEMENT',
        pointer: '/attestations/noRunningArrangement',
        reference: /regel 4/,
      },
    ],
  ],
  [
    'an arrangement that will be breached',
    attesting(10, { arrangementBreachedOn: '2026-08-11' }, { ...energy(10) }),
    [{ code: 'RUNNING_ARRANGEMENT', pointer: '/attestations/arrangementBreachedOn' }],
  ],
  [
    'a legal person',
    attesting(11, { naturalPerson: false }, { ...energy(11) }),
    [{ code: 'LEGAL_PERSON', pointer: '/attestations/naturalPerson', reference: /artikel 3/ }],
  ],
  [
    'a missing attestation',
    attesting(12, { offeredToShareOn: undefined }, { ...energy(12) }),
    [{ code: 'ATTESTATION_MISSING', pointer: '/attestations/offeredToShareOn', reference: BGS }],
  ],
  [
    'no attestations at all',
    without(energy(13), 'attestations'),
    [{ code: 'ATTESTATION_MISSING', pointer: '/attestations', reference: BGS }],
  ],
  [
    'personal contact that is still to come, and no reminder',
    attesting(
      14,
      { personalContactOn: '2026-08-12', writtenRemindersSent: 0 },
      { ...energy(14, { kind: 'EARLY' }) },
    ),
    [
      {
        code: 'ATTESTATION_MISSING',
        pointer: '/attestations/personalContactOn',
        reference: /onder a/,
      },
      {
        code: 'ATTESTATION_MISSING',
        pointer: '/attestations/writtenRemindersSent',
        reference: /onder c/,
      },
    ],
  ],
  [
    'too few reminders before an end of supply',
    attesting(
      15,
      { writtenRemindersSent: 2 },
      { ...energy(15, { kind: 'END_OF_SUPPLY', plannedTerminationOn: '2026-10-20' }) },
    ),
    [
      {
        code: 'ATTESTATION_MISSING',
        pointer: '/attestations/writtenRemindersSent',
        reference: /Energieregeling|energie/i,
      },
    ],
  ],
  [
    'arrears that are too young',
    energy(16, { oldestDueOn: '2026-08-01' }),
    [{ code: 'TOO_YOUNG', pointer: '/oldestDueOn', reference: /./ }],
  ],
  [
    'a day of reporting away from the batch, before the due date',
    energy(17, { reportedOn: '2026-08-12', oldestDueOn: '2026-08-12' }),
    [
      { code: 'REPORTED_ON_OUT_OF_RANGE', pointer: '/reportedOn' },
      { code: 'REPORTED_ON_OUT_OF_RANGE', pointer: '/oldestDueOn' },
      { code: 'TOO_YOUNG', pointer: '/oldestDueOn' },
    ],
  ],
  [
    'a crisis without ground',
    energy(18, { crisis: true }),
    [{ code: 'CRISIS_GROUND_MISSING', pointer: '/crisisGround', reference: /artikel 4/ }],
  ],
  [
    'a ground without crisis',
    energy(19, { crisisGround: 'EVICTION' }),
    [{ code: 'CRISIS_GROUND_MISSING', pointer: '/crisis', reference: /artikel 4/ }],
  ],
  [
    'a birth date and a citizen number where no basis allows them',
    energy(20, { person: { surname: 'x', birthDate: '1990-02-03', bsn: '123456782' } }),
    [
      { code: 'FIELD_NOT_ALLOWED', pointer: '/person/birthDate', reference: /./ },
      { code: 'FIELD_NOT_ALLOWED', pointer: '/person/bsn', reference: /./ },
    ],
  ],
  [
    'members that nobody knows, once for each place',
    energy(21, { secretName: 1, otherName: 2, person: { surname: 'x', secretName: 'y' } }),
    [
      { code: 'FIELD_NOT_ALLOWED', pointer: '', reference: /AVG/ },
      { code: 'FIELD_NOT_ALLOWED', pointer: '/person', reference: /AVG/ },
    ],
  ],
  [
    'an address out of form',
    energy(22, { address: { postcode: '1315 zz', houseNumber: 0 } }),
    [
      { code: 'ADDRESS_INVALID', pointer: '/address/postcode' },
      { code: 'ADDRESS_INVALID', pointer: '/address/houseNumber' },
    ],
  ],
  [
    'no address',
    without(energy(23), 'address'),
    [{ code: 'ADDRESS_INVALID', pointer: '/address', reference: BGS }],
  ],
  [
    'an amount as text: nothing is converted',
    energy(24, { arrearsCents: '12000' }),
    [{ code: 'SCHEMA_INVALID', pointer: '/arrearsCents' }],
  ],
  [
    'an unknown kind',
    energy(25, { kind: 'LATE' }),
    [{ code: 'SCHEMA_INVALID', pointer: '/kind', reference: null }],
  ],
  [
    'a day that does not exist',
    energy(26, { oldestDueOn: '2026-06-31' }),
    [{ code: 'SCHEMA_INVALID', pointer: '/oldestDueOn' }],
  ],
  [
    'an update that follows nothing',
    energy(27, { kind: 'UPDATE' }),
    [{ code: 'PREDECESSOR_REQUIRED', pointer: '/predecessorId' }],
  ],
  [
    'an update of what was never sent',
    energy(28, { kind: 'UPDATE', predecessorId: id(4711) }),
    [{ code: 'PREDECESSOR_UNKNOWN', pointer: '/predecessorId' }],
  ],
  [
    'an end of supply after what was never sent',
    energy(29, { kind: 'END_OF_SUPPLY', predecessorId: id(4711) }),
    [{ code: 'PREDECESSOR_UNKNOWN', pointer: '/predecessorId' }],
  ],
  [
    'a withdrawal with a person',
    withdrawal(30, 1, { creditorId: STROOM, person: { surname: 'x' } }),
    [{ code: 'FIELD_NOT_ALLOWED', pointer: '' }],
  ],
  [
    'a re-delivery that nobody asked for',
    energy(31, { kind: 'REDELIVERY' }),
    [{ code: 'REDELIVERY_NOT_REQUESTED', pointer: '/notificationId' }],
  ],
  [
    'several things at once, each of them',
    attesting(32, { noObjection: false, naturalPerson: false }, energy(32, { crisis: true })),
    [
      { code: 'CRISIS_GROUND_MISSING', pointer: '/crisisGround' },
      { code: 'OBJECTION', pointer: '/attestations/noObjection' },
      { code: 'LEGAL_PERSON', pointer: '/attestations/naturalPerson' },
    ],
  ],
]

t.test('submitNotificationBatch refuses per item', async (t) => {
  const hub = await startHub(t)
  await hub.sql(
    `INSERT INTO postcode_area (postcode, municipality, others, valid_from, import_id)
     VALUES ('1315', '0034', '{}', '2026-01-01', gen_random_uuid()),
            ('7731', '0175', '{0160}', '2026-01-01', gen_random_uuid()),
            ('7732', '0175', '{0034}', '2026-01-01', gen_random_uuid())`,
  )
  const stroom = hub.as(STROOM)
  const good = energy(100)
  const items = [good, ...REFUSALS.map(([, item]) => item)]
  const answer = await stroom.submit(id(1000), items)
  t.equal(answer.status, 202, answer.text.slice(0, 400))

  t.test('the item beside them is unharmed', async (t) => {
    t.match(answer.body.items[0], { status: 'ACCEPTED', notificationId: id(100) })
    t.strictSame(answer.body.counts, {
      accepted: 1,
      acceptedWithWarnings: 0,
      rejected: REFUSALS.length,
    })
    t.equal((await hub.sql('SELECT 1 FROM notification')).length, 1)
    t.equal((await hub.sql('SELECT 1 FROM envelope')).length, 1)
  })

  for (const [at, [name, , expected]] of REFUSALS.entries()) {
    t.test(name, async (t) => {
      const result = answer.body.items[at + 1]
      t.equal(result.status, 'REJECTED')
      const reasons = result.errors.map(({ code, pointer }: Expected) => ({ code, pointer }))
      t.strictSame(
        reasons,
        expected.map(({ code, pointer }) => ({ code, pointer })),
      )
      expected.forEach(({ reference }, place) => {
        const error = result.errors[place]
        t.match(error.detail, /^[A-Z].+\.$/)
        if (reference === null) t.notOk('reference' in error)
        else if (reference !== undefined) t.match(error.reference, reference)
      })
    })
  }

  t.test('nothing that was sent stands in the answer but known identifiers', async (t) => {
    t.notMatch(
      answer.text,
      /secretName|otherName|Verzonnen|1990-02-03|123456782|1315 ?(?:ZZ|S[ADS])|\+316/,
    )
    const [, , , other] = answer.body.items
    t.notOk('creditorId' in other, 'not even an identifier of somebody else')
  })

  t.test(
    'a border postcode is no mismatch, and one that is in no table is only noted',
    async (t) => {
      const border = energy(201, { address: { postcode: '7732AA', houseNumber: 1 } })
      const unknown = energy(202, { address: { postcode: '9999ZZ', houseNumber: 1 } })
      const { body } = await stroom.submit(id(1001), [border, unknown])
      t.equal(body.items[0].status, 'ACCEPTED')
      t.strictSame(body.items[1].warnings, [{ code: 'MUNICIPALITY_NOT_IN_POSTCODE_TABLE' }])
    },
  )
})
