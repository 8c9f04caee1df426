import { readFileSync } from 'node:fs'
import { Agent, request } from 'undici'
import type { FloodReport, FloodStart } from './flood-process.js'

const CONNECTIONS = 32

/**
 * A party that sends far more than its share, in a process of its own so that it takes no time from
 * whoever measures. It begins when it is told to and sends until it is let go: at its rate as long as
 * its connections are free, and beyond that as fast as the hub lets it.
 */
async function main(): Promise<void> {
  const { url, anchors, cert, key, file, perSecond } = JSON.parse(process.argv[2]!) as FloodStart
  const batches = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly signature: string; readonly text: string })
  const dispatcher = new Agent({
    connections: CONNECTIONS,
    allowH2: false,
    connect: { ca: anchors, cert, key },
  })
  const answered: Record<string, number> = {}
  let sent = 0
  let isOver = false
  const send = async () => {
    const { text, signature } = batches[sent % batches.length]!
    sent += 1
    const headers = { 'content-type': 'application/json', 'payload-signature': signature }
    const { statusCode, body } = await request(url, {
      dispatcher,
      method: 'POST',
      headers,
      body: text,
    })
    await body.dump()
    answered[statusCode] = (answered[statusCode] ?? 0) + 1
  }
  process.once('message', () => {
    const begun = performance.now()
    const due = () => ((performance.now() - begun) / 1000) * perSecond
    const workers = Array.from({ length: CONNECTIONS }, async () => {
      while (!isOver) {
        if (sent < due()) await send()
        else await new Promise((later) => setTimeout(later, 1))
      }
    })
    process.once('message', () => {
      const seconds = (performance.now() - begun) / 1000
      isOver = true
      void Promise.all(workers).then(async () => {
        await dispatcher.close()
        const report: FloodReport = { seconds, sent, answered }
        process.send!(report)
        process.disconnect()
      })
    })
  })
  process.send!('ready')
}

await main()
