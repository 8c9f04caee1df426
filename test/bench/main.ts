import { argv, exit, stdout } from 'node:process'
import { measureFeeds } from './feeds.js'
import { flatnessWithin, measureScale, spread } from './flatness.js'
import { measureIntake } from './intake.js'
import { measureMatch } from './match.js'
import { parseOptions, USAGE, type Options } from './options.js'
import { jsonOf, tableOf, type Measured } from './report.js'
import { openBenchSetting } from './setting.js'
import { say } from './say.js'
import { measureSingle } from './single.js'

/** Measures the hub against the machine that it runs on, and says so. */
async function main(options: Options): Promise<void> {
  const measured = await measure(options)
  say('')
  stdout.write(`${tableOf(measured)}\n`)
  if (options.json) stdout.write(`${jsonOf(measured)}\n`)
}

async function measure(options: Options): Promise<Measured> {
  const setting = await openBenchSetting(options)
  const stop = () => {
    // What is under way fails when the hub goes; that it was stopped is all there is to say.
    process.on('uncaughtException', () => undefined)
    void setting.close().finally(() => exit(130))
  }
  process.once('SIGINT', stop).once('SIGTERM', stop)
  let measured: Measured
  try {
    const { parts } = options
    const intake = await measureIntake(setting, options)
    const match = parts.has('match') ? await measureMatch(setting) : undefined
    const single = parts.has('single') ? await measureSingle(setting, options) : undefined
    const feeds = parts.has('feeds') ? await measureFeeds(setting) : undefined
    measured = {
      intake,
      ...(match && { match }),
      ...(single && { single }),
      ...(feeds && { feeds }),
      memoryMiB: setting.process.peakMiB(),
      flatness: flatnessWithin(intake),
      scale: [],
    }
  } finally {
    await setting.close()
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
  if (options.scale.length === 0) return measured
  const scale = await measureScale(options)
  return {
    ...measured,
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
