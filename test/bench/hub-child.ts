import type { ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { exit } from 'node:process'
import { buildDataApp } from '../../src/app.js'
import { parseConfig } from '../../src/config.js'
import { newTrace } from '../../src/crypto/trace.js'
import { operation } from '../../src/http/contract.js'
import { tlsOptions } from '../../src/http/tls.js'
import { runMatch, type Served } from '../../src/cases/index.js'
import type { Month } from '../../src/kernel/calendar.js'
import { SteppedClock } from '../../src/kernel/clock.js'
import { revocationFilesOf } from '../../src/sandbox-authority.js'
import { serve, type Serving } from '../../src/serve.js'
import type { HubCommands, HubStart } from './hub-process.js'
import { readMonths } from './read-months.js'
import { timed } from './say.js'

/** The hub of the benchmark: `serve` as it is, in a process of its own that takes a few orders. */
async function main(): Promise<void> {
  const start = JSON.parse(process.argv[2]!) as HubStart
  const clock = new SteppedClock(start.now)
  const config = parseConfig(start.settings)
  const serving = await serve(config, {
    clock,
    write: (line) => process.stderr.write(`${line}\n`),
  })
  const commands = commandsOf(serving, clock)
  process.on('message', ({ id, name, argument }: Order) => {
    const work = commands[name] as (argument: unknown) => Promise<unknown>
    work(argument).then(
      (result) => process.send!({ id, result }),
      (error: unknown) => process.send!({ id, error: String((error as Error).stack ?? error) }),
    )
  })
  process.once('disconnect', () => void serving.close().finally(() => exit(0)))
  process.send!({ id: 0, result: { dataUrl: serving.dataUrl } })
}

interface Order {
  readonly id: number
  readonly name: keyof HubCommands
  readonly argument: unknown
}

function commandsOf(serving: Serving, clock: SteppedClock): HubCommands {
  const { context } = serving
  const closers: (() => Promise<void>)[] = [() => serving.close()]
  return {
    async match({ served, month }) {
      let notifications = 0
      let cases = 0
      const { seconds } = await timed(async () => {
        for (const one of served) {
          const result = await runMatch(context, one as Served, month as Month, newTrace())
          notifications += result?.notifications ?? 0
          cases += result?.cases.length ?? 0
        }
      })
      return { seconds, notifications, cases }
    },
    read: ({ served, month }) => readMonths(context.db, served, month as Month),
    async listenEmpty() {
      const { config } = context
      const { cert, key, clientCa } = config.tls!
      const https = tlsOptions({
        certificateFile: cert,
        keyFile: key,
        clients: { authorityFiles: [clientCa], revocationFiles: revocationFilesOf(config) },
      }) as ServerOptions
      const empty = buildDataApp(context, {
        https,
        features: [
          async (app) => {
            app.route({
              ...operation(app, 'listMandates'),
              handler: (_request, reply) => reply.code(204).send(),
            })
          },
        ],
      })
      await empty.listen({ host: '127.0.0.1', port: 0 })
      closers.push(async () => empty.close())
      const { port } = empty.server.address() as AddressInfo
      return `https://localhost:${port}/v1/mandates`
    },
    async setClock(instant) {
      clock.set(instant)
    },
    async stop() {
      for (const close of closers.reverse()) await close()
    },
  }
}

await main()
