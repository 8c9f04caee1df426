import t from 'tap'
import { parsePartyId, readTriageProfile } from '../../src/parties/index.js'
import {
  agenciesOf,
  mandatesOf,
  organisationOf,
  organisations,
  organisationsOf,
  programmes,
} from '../../src/programmes/index.js'

const named = (name: string) => programmes.find((programme) => programme.name === name)!

t.test('five programmes in six municipalities', async (t) => {
  const municipalities = programmes.flatMap((programme) =>
    programme.municipalities.map(({ code, name }) => [programme.name, code, name]),
  )
  t.strictSame(municipalities, [
    ['Vroegsignalering', '0796', "Gemeente 's-Hertogenbosch"],
    ['Vroeg Eropaf', '0034', 'Gemeente Almere'],
    ['Vroeg er op af', '0437', 'Gemeente Ouder-Amstel'],
    ['Pilot Vroegsignalering', '0109', 'Gemeente Coevorden'],
    ['Voor Elkaar!', '0175', 'Gemeente Ommen'],
    ['Voor Elkaar!', '0160', 'Gemeente Hardenberg'],
  ])
})

t.test('every organisation has a key and an id of its own, and takes part somewhere', async (t) => {
  const ids = [
    ...organisations.map(({ sandboxId }) => sandboxId),
    ...programmes.flatMap(({ municipalities }) => municipalities.map(({ sandboxId }) => sandboxId)),
  ]
  t.equal(new Set(ids).size, ids.length)
  t.equal(new Set(organisations.map(({ key }) => key)).size, organisations.length)
  for (const id of ids) t.equal(parsePartyId(id), id)
  const used = new Set(programmes.flatMap((programme) => organisationsOf(programme)))
  t.strictSame(used, new Set(organisations))
  t.throws(() => organisationOf('nobody'), RangeError)
})

t.test('participants have the roles and sectors that their part needs', async (t) => {
  const roles = { CREDITOR: 'creditor', AGENT: 'agent', EXECUTOR: 'executor' } as const
  for (const { participants } of programmes) {
    for (const { organisation, part, sectors, agent } of participants) {
      t.ok(organisationOf(organisation).roles.includes(roles[part]), organisation)
      t.equal(part === 'CREDITOR', sectors !== undefined && sectors.length > 0, organisation)
      if (agent !== undefined) t.ok(organisationOf(agent).roles.includes('agent'))
    }
  }
})

t.test('every triage profile is a valid one', async (t) => {
  for (const { triage, name } of programmes.flatMap(({ municipalities }) => municipalities)) {
    t.strictSame(readTriageProfile(triage), { profile: triage }, name)
  }
})

t.test('Ouder-Amstel takes cases from two sectors on, and disconnections at once', async (t) => {
  t.match(named('Vroeg er op af').municipalities[0]!.triage, {
    minSectors: 2,
    disconnectionBypasses: true,
    lowPriorityBin: 'HELD_BACK',
  })
  for (const programme of programmes.filter(({ name }) => name !== 'Vroeg er op af')) {
    for (const { triage } of programme.municipalities) t.equal(triage.minSectors, 1)
  }
})

t.test('mandates are creditor × municipality × sector, and tax mandates are there', async (t) => {
  const almere = mandatesOf(named('Vroeg Eropaf'), {})
  t.equal(almere.length, 9)
  t.match(
    almere.find(({ sector }) => sector === 'MUNICIPAL_TAX'),
    { municipality: '0034', validFrom: '2018-01-12', validUntil: null },
  )
  const pilot = mandatesOf(named('Voor Elkaar!'), {})
  t.equal(pilot.length, 6, 'three creditors in two municipalities')
  t.ok(pilot.every(({ validUntil }) => validUntil === '2026-12-31'))
})

t.test('creditors that serve several programmes use one connection', async (t) => {
  const serves = (key: string) =>
    programmes.filter((programme) => organisationsOf(programme).includes(organisationOf(key)))
  t.equal(serves('vitens').length, 2)
  t.equal(serves('zilveren-kruis').length, 3)
})

t.test('Coevorden’s private landlords have ids of the hub, and one an agent', async (t) => {
  const coevorden = named('Pilot Vroegsignalering')
  const landlords = organisationsOf(coevorden).filter(({ key }) => key.startsWith('landlord-'))
  t.equal(landlords.length, 3)
  t.ok(landlords.every(({ sandboxId, isFictitious }) => /^VS-/.test(sandboxId) && isFictitious))
  t.match(agenciesOf(coevorden, {}), [
    { agent: organisationOf('agent-turfschip').sandboxId, principal: 'VS-C0EV0RDEN003' },
  ])
})

t.test('ids of production take the place of those of the sandbox', async (t) => {
  const real = parsePartyId('00000003050691480000')
  const mandates = mandatesOf(named('Vroeg Eropaf'), { vitens: real })
  t.equal(mandates.find(({ sector }) => sector === 'WATER')?.creditor, real)
})
