import { firstDayOf, type Month, monthsAfter } from '../../kernel/calendar.js'

const HOUR = 6

const wallClock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Amsterdam',
  hour: '2-digit',
  hourCycle: 'h23',
})

/** The instant from which a month may be closed: the 1st of the next at 06:00 in Amsterdam. */
export function closingTimeOf(month: Month): Date {
  const day = firstDayOf(monthsAfter(month, 1))
  // Amsterdam is one or two hours ahead of UTC, and no clock changes on a first of the month at six.
  for (const ahead of [1, 2]) {
    const instant = new Date(`${day}T0${HOUR - ahead}:00:00Z`)
    if (Number(wallClock.format(instant)) === HOUR) return instant
  }
  throw new RangeError('Amsterdam is neither one nor two hours ahead of UTC')
}

/** The last month that may be closed at an instant. */
export function lastClosable(month: Month, now: Date): Month {
  let found = monthsAfter(month, -1)
  while (closingTimeOf(found) > now) found = monthsAfter(found, -1)
  return found
}
