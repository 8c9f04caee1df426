import t from 'tap'
import {
  csvAdapter,
  markOf,
  questionsOf,
  REQUEST_COLUMNS,
  type BrpAnswer,
} from '../../../src/client/brp/index.js'
import { id, report, type AnyItem } from '../../notifications/build.js'

const somebody = (more: AnyItem = {}) =>
  report(1, {
    person: { initials: 'V.', prefix: 'van', surname: 'Verzonnen-de Vries' },
    address: { street: 'Fictielaan', postcode: '1315SA', houseNumber: 1, addition: 'B' },
    ...more,
  }) as never
const answer = (more: Partial<BrpAnswer>): BrpAnswer => ({
  questionId: id(7),
  result: 'FOUND',
  ...more,
})
const found = (more: Partial<BrpAnswer>, item = somebody()) =>
  markOf(item, answer(more), '2026-09-03')

t.test('what the register says otherwise is marked', async (t) => {
  const same = { surname: 'Vries', prefix: 'de', postcode: '1315 sa', houseNumber: '1' }
  for (const [more, deviations] of [
    [same, []],
    [{}, []],
    [{ ...same, addition: 'b' }, []],
    [{ ...same, addition: 'C' }, ['MOVED']],
    [{ ...same, houseNumber: '2' }, ['MOVED']],
    [{ ...same, postcode: '1316SA' }, ['MOVED']],
    [{ ...same, municipalityCode: '0034' }, []],
    [{ ...same, municipalityCode: '0160', postcode: '7772SA' }, ['MOVED_AWAY']],
    [{ surname: 'Vries-van Verzonnen' }, []],
    [{ surname: 'Voorbeeld' }, ['OTHER_NAME']],
    [{ deceasedOn: '2026-08-01', surname: 'Voorbeeld' }, ['DECEASED', 'OTHER_NAME']],
    [{ isSecret: true, municipalityCode: '0160', postcode: '7772SA' }, ['SECRET_ADDRESS']],
    [{ result: 'NOT_FOUND' }, ['NOT_FOUND']],
    [{ result: 'NOT_UNIQUE' }, ['NOT_UNIQUE']],
  ] as const) {
    t.strictSame(found(more).deviations, deviations, JSON.stringify(more))
  }
  t.strictSame(found({ municipalityCode: '0160' }), {
    checkedOn: '2026-09-03',
    deviations: ['MOVED_AWAY'],
    municipalityCode: '0160',
  })
})

t.test('somebody is asked for once, and nothing says why', async (t) => {
  const at = (number: number, identity: unknown) => ({
    creditorId: 'A',
    notificationId: id(number),
    ...(identity === undefined ? {} : { identity: identity as never }),
  })
  const { questions, about } = questionsOf([
    at(1, somebody()),
    at(2, somebody({ arrearsCents: 1, sector: 'WATER' })),
    at(3, somebody({ person: { surname: '=Verzonnen3' } })),
    at(4, undefined),
  ])
  t.equal(questions.length, 2)
  t.strictSame(
    about.map(({ about: one }) => one.map(({ notificationId }) => notificationId)),
    [[id(1), id(2)], [id(3)]],
  )
  const text = csvAdapter.writeRequest(questions)
  t.ok(text.startsWith(`\uFEFF${REQUEST_COLUMNS.join(',')}\r\n`))
  t.match(text, `${questions[0]!.questionId},Verzonnen-de Vries,van,V.,,Fictielaan,1,B,1315SA,`)
  t.match(text, ",'=Verzonnen3,", 'a spreadsheet calculates nothing')
  t.notMatch(text, /RENT|WATER|120000|31600000|post\.example/)
})

t.test('an answer is taken whole, or named by row and column', async (t) => {
  const read = (text: string) => csvAdapter.readAnswer(text)
  const HEAD = 'questionId;result;surname;municipalityCode;deceasedOn;secret'
  t.strictSame(read(`\uFEFF${HEAD}\r\n${id(7)};FOUND;Verzonnen;0160;;ja\r\n`), {
    answers: [
      {
        questionId: id(7),
        result: 'FOUND',
        surname: 'Verzonnen',
        municipalityCode: '0160',
        isSecret: true,
      },
    ],
  })
  const wrong = read(
    [HEAD, `${id(7)};gevonden;Kanarie;0160;;`, `;FOUND;Kanarie;16;gisteren;Kanarie`].join('\n'),
  )
  t.strictSame('mistakes' in wrong && wrong.mistakes.map(({ row, column }) => [row, column]), [
    [2, 'result'],
    [3, 'questionId'],
    [3, 'municipalityCode'],
    [3, 'deceasedOn'],
    [3, 'secret'],
  ])
  t.notMatch(JSON.stringify(wrong), /Kanarie/)
  for (const text of ['', HEAD, 'naam;bsn\nKanarie;1', `${HEAD}\n"Kanarie`, `${HEAD}\n1;2`]) {
    const found = read(text)
    t.equal('mistakes' in found && found.mistakes.length, 1, text)
    t.notMatch(JSON.stringify(found), /Kanarie/)
  }
})
