import { ROLES } from '../parties/index.js'
import { giveAnswer, listQuestions } from '../reviews/index.js'
import type { NavItem } from './layout.js'
import type { PageRoute } from './page.js'
import { questionsPage } from './pages/questions.js'

/** What people of every party find in the navigation. */
export const QUESTION_NAV: NavItem = { path: '/console/questions', label: 'nav.questions' }

const list: PageRoute = {
  name: 'consoleQuestions',
  method: 'GET',
  path: '/console/questions',
  roles: ROLES,
  async answer({ context, person, speaker, formToken }) {
    const questions = await listQuestions(context, person)
    const body = questionsPage(speaker, { questions, formToken })
    return { title: speaker.say('questions.title'), body }
  },
}

const answer: PageRoute = {
  name: 'consoleAnswer',
  method: 'POST',
  path: '/console/questions/:question',
  roles: ROLES,
  async answer({ context, person, params, form }) {
    const question = params['question'] ?? ''
    const text = form.get(`answer_${question.slice(0, 8)}`) ?? ''
    await giveAnswer(context, person, question, text)
    return { redirect: '/console/questions' }
  },
}

/** Questions of officers, for the people of the party that is asked. */
export const QUESTION_PAGES: readonly PageRoute[] = [list, answer]
