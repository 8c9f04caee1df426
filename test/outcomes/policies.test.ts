import t from 'tap'
import { inTransaction } from '../../src/db/transaction.js'
import type { Day } from '../../src/kernel/calendar.js'
import { registerFeedbackPolicy, selectPolicies } from '../../src/outcomes/index.js'
import type { FeedbackCode, FeedbackProfile } from '../../src/outcomes/index.js'
import { ALMERE, startHub } from '../helpers/hub.js'
import { OPERATOR } from '../helpers/registry.js'

t.test('a feedback policy', async (t) => {
  const { context } = await startHub(t)
  const register = (profile: string, neutral: string[] = [], municipality = ALMERE) =>
    registerFeedbackPolicy(context, OPERATOR, {
      municipality,
      validFrom: '2026-09-01' as Day,
      profile: profile as FeedbackProfile,
      neutral: neutral as FeedbackCode[],
    })

  await t.test('is registered in versions, none of which is lost', async (t) => {
    t.equal(await register('strict-2023'), 1)
    t.equal(await register('ddas-1.2', ['DECEASED']), 2)
    const scope = { role: 'vroegsignaal_admin' } as const
    t.match(await inTransaction(context.db, 'test.policies', scope, selectPolicies), [
      { municipality: ALMERE, version: 1, profile: 'strict-2023', neutral: [] },
      { municipality: ALMERE, version: 2, validFrom: '2026-09-01', neutral: ['DECEASED'] },
    ])
  })

  await t.test('has a profile and codes that there are, of who takes part', async (t) => {
    await t.rejects(register('tell-all'), { code: 'registry.invalid' })
    await t.rejects(register('ddas-1.2', ['EVERYTHING']), { code: 'registry.invalid' })
    await t.rejects(register('ddas-1.2', [], '9999'), { code: 'registry.unknown' })
  })
})
