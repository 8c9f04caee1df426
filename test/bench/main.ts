import { argv, exit, stdout } from 'node:process'
import { measureAgreements } from './agreements.js'
import { measureFairness } from './fairness.js'
import { measureFeeds } from './feeds.js'
import { comparable, flatnessWithin, measureScale, scaleStep, spread } from './flatness.js'
import { measureIntake } from './intake.js'
import { measureLogCost } from './log-cost.js'
import { openLogSetting } from './log-setting.js'
import { measureLog } from './log.js'
import { measureMatch } from './match.js'
import { parseOptions, USAGE, type Options } from './options.js'
import {
  agreementsJsonOf,
  fairnessJsonOf,
  jsonOf,
  logJsonOf,
  tableOf,
  workbenchJsonOf,
  type LogMeasured,
  type Measured,
} from './report.js'
import { openBenchSetting } from './setting.js'
import { say } from './say.js'
import { measureSingle } from './single.js'
import { measureWorkbench } from './workbench.js'

/** Measures the hub against the machine that it runs on, and says so. */
async function main(options: Options): Promise<void> {
  if (options.parts.size === 1 && options.parts.has('log')) return onlyLog(options)
  if (options.parts.size === 1 && options.parts.has('agreements')) return onlyAgreements(options)
  if (options.parts.size === 1 && options.parts.has('workbench')) return onlyWorkbench(options)
  if (options.parts.size === 1 && options.parts.has('fairness')) return onlyFairness(options)
  const measured = await measure(options)
  say('')
  stdout.write(`${tableOf(measured)}\n`)
  if (options.json) stdout.write(`${jsonOf(measured)}\n`)
}

async function onlyLog(options: Options): Promise<void> {
  const log = await measureWholeLog(options)
  say('')
  stdout.write(`${tableOf({ log, memoryMiB: null, flatness: null, scale: [] })}\n`)
  if (options.json) stdout.write(`${JSON.stringify({ log: logJsonOf(log) })}\n`)
}

async function onlyAgreements(options: Options): Promise<void> {
  const agreements = await measureAgreements(options, within)
  say('')
  stdout.write(`${tableOf({ agreements, memoryMiB: null, flatness: null, scale: [] })}\n`)
  if (options.json)
    stdout.write(`${JSON.stringify({ agreements: agreementsJsonOf(agreements) })}\n`)
}

async function onlyWorkbench(options: Options): Promise<void> {
  const workbench = await measureWorkbench(options, within)
  say('')
  stdout.write(`${tableOf({ workbench, memoryMiB: null, flatness: null, scale: [] })}\n`)
  if (options.json) stdout.write(`${JSON.stringify({ workbench: workbenchJsonOf(workbench) })}\n`)
}

async function onlyFairness(options: Options): Promise<void> {
  const fairness = await measureFairness(options, within)
  say('')
  stdout.write(`${tableOf({ fairness, memoryMiB: null, flatness: null, scale: [] })}\n`)
  if (options.json) stdout.write(`${JSON.stringify({ fairness: fairnessJsonOf(fairness) })}\n`)
}

/** What the log costs a hub, and then a log of the size asked for, without one. */
async function measureWholeLog(options: Options): Promise<LogMeasured> {
  const intakeCost = await within(openBenchSetting(options), (setting) =>
    measureLogCost(setting, options),
  )
  const opening = openLogSetting(options.entries)
  const log = await within(opening, (setting) => measureLog(setting, options.entries))
  return { ...log, intakeCost }
}

async function within<Setting extends { close(): Promise<void> }, Result>(
  opening: Promise<Setting>,
  work: (setting: Setting) => Promise<Result>,
): Promise<Result> {
  const setting = await opening
  const stop = () => {
    // What is under way fails when the hub goes; that it was stopped is all there is to say.
    process.on('uncaughtException', () => undefined)
    void setting.close().finally(() => exit(130))
  }
  process.once('SIGINT', stop).once('SIGTERM', stop)
  try {
    return await work(setting)
  } finally {
    await setting.close()
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
}

async function measure(asked: Options): Promise<Measured> {
  const options = comparable(asked)
  const { parts } = options
  const measured = await within(openBenchSetting(options), async (setting): Promise<Measured> => {
    const intake = await measureIntake(setting, options)
    const match = parts.has('match') ? await measureMatch(setting) : undefined
    const single = parts.has('single') ? await measureSingle(setting, options) : undefined
    const feeds = parts.has('feeds') ? await measureFeeds(setting) : undefined
    return {
      intake,
      ...(match && { match }),
      ...(single && { single }),
      ...(feeds && { feeds }),
      memoryMiB: setting.process.peakMiB(),
      flatness: flatnessWithin(intake),
      scale: [],
    }
  })
  const log = parts.has('log') ? { log: await measureWholeLog(options) } : {}
  const agreements = parts.has('agreements')
    ? { agreements: await measureAgreements(options, within) }
    : {}
  const workbench = parts.has('workbench')
    ? { workbench: await measureWorkbench(options, within) }
    : {}
  const fairness = parts.has('fairness') ? { fairness: await measureFairness(options, within) } : {}
  const apart = { ...log, ...agreements, ...workbench, ...fairness }
  if (options.scale.length === 0) return { ...measured, ...apart }
  const scale = await measureScale(options, scaleStep(measured.intake!, measured.match))
  return {
    ...measured,
    ...apart,
    scale,
    flatness: spread(scale.map(({ microsecondsPerItem }) => microsecondsPerItem)),
  }
}

let options: Options
try {
  options = parseOptions(argv.slice(2))
} catch (error) {
  say(`${(error as Error).message}\n\n${USAGE}`)
  exit(2)
}
await main(options)
