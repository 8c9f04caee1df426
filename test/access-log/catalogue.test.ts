import type { Command } from 'commander'
import { readFileSync } from 'node:fs'
import t from 'tap'
import { ACTIVITIES } from '../../src/access-log/activity.js'
import { catalogueJson, cataloguePage, EVENTS, eventOf } from '../../src/access-log/catalogue.js'
import type { LogEvent } from '../../src/access-log/event.js'
import { UNLOGGED } from '../../src/access-log/unlogged.js'
import { vroegsignaal } from '../../src/cli/program.js'
import { OPERATIONS } from '../../src/http/contract.js'
import { HUB_SCHEDULE, SERVED_SCHEDULE } from '../../src/jobs/schedule.js'

const events: readonly LogEvent[] = EVENTS
const operations = new Set(events.map(({ operation }) => operation))
const unlogged = new Set(UNLOGGED.map(({ name }) => name))

/** What parties run on their own side; it meets the hub through the contract alone. */
const PARTY_SIDE = ['connect', 'creditor', 'executor', 'municipality', 'officer', 'pki']

t.test('every operation of the contract has an event, or a reason why not', async (t) => {
  for (const { operationId } of OPERATIONS) {
    t.ok(operations.has(operationId) !== unlogged.has(operationId), operationId)
  }
})

t.test('every job has an event, or a reason why not', async (t) => {
  for (const name of Object.keys({ ...HUB_SCHEDULE, ...SERVED_SCHEDULE })) {
    t.ok(operations.has(`job.${name}`) !== unlogged.has(`job.${name}`), name)
  }
})

t.test('every command at the hub has an event, or a reason why not', async (t) => {
  const listed = new Set(events.flatMap(({ commands }) => commands ?? []))
  const commands = leavesOf(vroegsignaal(), []).filter(
    ([first = '']) => !PARTY_SIDE.includes(first),
  )
  for (const words of commands) {
    const name = words.join(' ')
    t.ok(listed.has(name) !== unlogged.has(name), name)
  }
  const names = new Set(commands.map((words) => words.join(' ')))
  for (const name of listed) t.ok(names.has(name), `${name} is a command`)
})

t.test('commands of parties reach a hub by the contract only', async (t) => {
  for (const name of PARTY_SIDE) {
    const source = readFileSync(`src/cli/commands/${name}.ts`, 'utf8')
    t.notMatch(source, /besideHub|withHub|withRegistry|\/db\/|openHub/, name)
  }
})

t.test('what needs no event is something that exists', async (t) => {
  const existing = new Set([
    ...OPERATIONS.map(({ operationId }) => operationId as string),
    ...Object.keys({ ...HUB_SCHEDULE, ...SERVED_SCHEDULE }).map((name) => `job.${name}`),
    ...leavesOf(vroegsignaal(), []).map((words) => words.join(' ')),
  ])
  for (const name of unlogged) t.ok(existing.has(name), name)
})

t.test('an event', async (t) => {
  const activities = new Set(ACTIVITIES.map(({ id, version }) => `${id}@${version}`))
  const seen = new Set<string>()
  for (const event of events) {
    const name = `${event.operation} ${event.action}`
    t.notOk(seen.has(name), `${name} stands there once`)
    seen.add(name)
    t.ok(activities.has(event.activity), `${name} has an activity that is described`)
    t.match(event.ground.purpose, /^[A-Z_]+$/, name)
    t.match(event.nl, /^[A-ZÉ].+\.$/, name)
    t.match(event.en, /^[A-Z].+\.$/, name)
    t.equal(eventOf(event.operation, event.action), event, name)
  }
  t.throws(() => eventOf('getFeed', 'INTAKE'), 'of what nobody described there is none')
  t.equal(eventOf('anything', 'DENIED').activity, 'access-control@1')
})

t.test('no feature spells a ground itself', async (t) => {
  const json = catalogueJson()
  t.equal(json.events.length, events.length)
  t.ok(json.events.every(({ processingActivityPath: path }) => path.startsWith('/processing-')))
})

t.test('the page that people read is the catalogue', async (t) => {
  t.equal(readFileSync('src/access-log/EVENTS.md', 'utf8'), cataloguePage())
})

function leavesOf(command: Command, above: readonly string[]): string[][] {
  return command.commands.flatMap((below) => {
    const words = [...above, below.name()]
    return below.commands.length === 0 ? [words] : leavesOf(below, words)
  })
}
