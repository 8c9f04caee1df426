/** What a team writes to residents: who writes, the letter, and the card to leave behind. */
export const TEXT_KINDS = ['SENDER', 'LETTER', 'CARD'] as const
export type TextKind = (typeof TEXT_KINDS)[number]

export const TEXT_LANGUAGES = ['nl', 'en'] as const
export type TextLanguage = (typeof TEXT_LANGUAGES)[number]

/** Words between braces that are filled in where a text is shown, in the browser. */
export const PLACEHOLDERS = ['name', 'address', 'date', 'municipality', 'sender'] as const

/**
 * Texts that are used until a municipality writes its own. They name neither creditors nor amounts: an
 * envelope may be opened by somebody else. The card does not say what it is about, so neither does the
 * sender, who is on both.
 */
export const DEFAULT_TEXTS: Readonly<Record<TextKind, Readonly<Record<TextLanguage, string>>>> = {
  SENDER: {
    nl: '{municipality}',
    en: '{municipality}',
  },
  LETTER: {
    nl: `{name}
{address}

{date}

Geachte {name},

De gemeente helpt inwoners die moeite hebben om rond te komen. Wij hebben bericht gekregen dat u een of meer vaste lasten misschien niet op tijd kon betalen. Wij denken graag met u mee. Dat is gratis, en u beslist zelf of u hulp wilt.

U kunt ons bellen of mailen. Horen wij niets van u, dan proberen wij u te bereiken.

Met vriendelijke groet,

{sender}
Team Vroegsignalering`,
    en: `{name}
{address}

{date}

Dear {name},

The municipality helps residents who find it hard to make ends meet. We were told that you may not have been able to pay one or more regular bills on time. We would like to think along with you. It costs nothing, and you decide whether you want help.

You can call or e-mail us. If we do not hear from you, we will try to reach you.

Kind regards,

{sender}
Early support team`,
  },
  CARD: {
    nl: `Beste {name},

Wij waren op {date} bij u aan de deur en troffen u niet thuis. Wij vertellen u graag wat de gemeente voor u kan doen, bijvoorbeeld welke voorzieningen er zijn.

Belt of mailt u ons?

{sender}`,
    en: `Dear {name},

We called at your door on {date} and you were not at home. We would like to tell you what the municipality can do for you, for example which allowances there are.

Will you call or e-mail us?

{sender}`,
  },
}
