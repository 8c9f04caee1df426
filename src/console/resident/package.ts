import { html, type Html } from '../html.js'
import { answerTexts, type AnswerText, type Piece, type ResidentAnswer } from './content.js'

/** The answer to a resident as a page to hand over, in both languages; it loads nothing. */
export function residentPackage(answer: ResidentAnswer): string {
  const texts = answerTexts(answer)
  const [{ language, title }] = texts as readonly [AnswerText]
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="content-security-policy" content="default-src 'none'" />
        <title>${title}</title>
      </head>
      <body>
        <main>${texts.map(article)}</main>
      </body>
    </html>`.toString()
}

function article({ language, title, pieces }: AnswerText): Html {
  return html`<article lang="${language}">
    <h1>${title}</h1>
    ${pieces.map(piece)}
  </article>`
}

function piece(part: Piece): Html {
  if (part.kind === 'heading') return html`<h2>${part.text}</h2>`
  if (part.kind === 'text') return html`<p>${part.text}</p>`
  return html`<table>
    <thead>
      <tr>
        ${part.head.map((label) => html`<th scope="col">${label}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${part.rows.map(
        (cells) =>
          html`<tr>
            ${cells.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`
}
