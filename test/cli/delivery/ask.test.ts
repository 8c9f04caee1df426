import { PassThrough } from 'node:stream'
import t from 'tap'
import { answersOf } from '../../../src/cli/delivery/ask.js'

/** A keyboard at which somebody types an answer to the first question. */
function keyboard(answer: string, isTTY = true) {
  const input = Object.assign(new PassThrough(), { isTTY })
  const output = new PassThrough()
  input.end(`${answer}\n`)
  return { input, output }
}

t.test('only yes is yes', async (t) => {
  for (const yes of ['j', 'Ja', 'y', ' YES ']) {
    const desk = keyboard(yes)
    t.equal(await answersOf(false, 'nl', desk).agree('Afleveren?'), true, yes)
    t.match(String(desk.output.read()), 'Afleveren? [j/N]')
  }
  for (const no of ['', 'n', 'nee', 'jawel', 'ok', '1']) {
    t.equal(await answersOf(false, 'en', keyboard(no)).agree('Deliver?'), false, no)
  }
})

t.test('nobody is asked where nobody is, or where the word was given', async (t) => {
  t.match(answersOf(false, 'nl', keyboard('', false)), { isThere: false, isGivenBefore: false })
  t.match(answersOf(true, 'nl', keyboard('')), { isThere: false, isGivenBefore: true })
  t.match(answersOf(false, 'nl', keyboard('')), { isThere: true, isGivenBefore: false })
})
