/**
 * Our own values for the design tokens of NL Design System components. Text on its background has a
 * contrast of at least 4.5 to 1, edges of controls and bars at least 3 to 1.
 */
const TOKENS = `
:root {
  --ink: #17252f;
  --ink-soft: #46545f;
  --paper: #ffffff;
  --ground: #f3f6f7;
  --line: #c4cfd4;
  --edge: #5d6d77;
  --brand: #0b4f5c;
  --brand-dark: #073942;
  --brand-light: #dfeef0;
  --bad: #9a1b1b;
  --bad-light: #fbe9e7;
  --warn: #6b4700;
  --warn-light: #fdf1d3;
  --good: #1c5c31;
  --good-light: #e3f3e7;
  --utrecht-document-background-color: var(--ground);
  --utrecht-document-color: var(--ink);
  --utrecht-document-font-family: system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif;
  --utrecht-document-font-size: 1rem;
  --utrecht-document-line-height: 1.5;
  --utrecht-heading-color: var(--brand-dark);
  --utrecht-heading-1-font-size: 1.75rem;
  --utrecht-heading-1-line-height: 1.25;
  --utrecht-heading-1-margin-block-end: 0.75rem;
  --utrecht-heading-2-font-size: 1.25rem;
  --utrecht-heading-2-line-height: 1.3;
  --utrecht-heading-2-margin-block-end: 0.5rem;
  --utrecht-heading-3-font-size: 1.0625rem;
  --utrecht-heading-3-line-height: 1.3;
  --utrecht-heading-3-margin-block-end: 0.25rem;
  --utrecht-link-color: var(--brand);
  --utrecht-link-hover-color: var(--brand-dark);
  --utrecht-link-text-underline-offset: 0.15em;
  --utrecht-focus-outline-color: #000000;
  --utrecht-focus-outline-width: 3px;
  --utrecht-focus-outline-offset: 2px;
  --utrecht-focus-inverse-outline-color: #ffd83d;
  --utrecht-focus-background-color: #ffd83d;
  --utrecht-focus-color: #000000;
  --utrecht-form-control-background-color: var(--paper);
  --utrecht-form-control-border-color: var(--edge);
  --utrecht-form-control-border-radius: 4px;
  --utrecht-form-control-border-width: 1px;
  --utrecht-form-control-color: var(--ink);
  --utrecht-form-control-font-family: var(--utrecht-document-font-family);
  --utrecht-form-control-font-size: 1rem;
  --utrecht-form-control-max-inline-size: 100%;
  --utrecht-form-control-padding-block-end: 8px;
  --utrecht-form-control-padding-block-start: 8px;
  --utrecht-form-control-padding-inline-end: 10px;
  --utrecht-form-control-padding-inline-start: 10px;
  --utrecht-form-control-invalid-border-color: var(--bad);
  --utrecht-form-control-invalid-border-width: 2px;
  --utrecht-form-label-color: var(--ink);
  --utrecht-form-label-font-weight: 600;
  --utrecht-form-field-error-message-color: var(--bad);
  --utrecht-button-border-radius: 4px;
  --utrecht-button-border-width: 1px;
  --utrecht-button-font-family: var(--utrecht-document-font-family);
  --utrecht-button-font-weight: 600;
  --utrecht-button-min-block-size: 44px;
  --utrecht-button-min-inline-size: 44px;
  --utrecht-button-padding-inline-end: 16px;
  --utrecht-button-padding-inline-start: 16px;
  --utrecht-button-primary-action-background-color: var(--brand);
  --utrecht-button-primary-action-border-color: var(--brand);
  --utrecht-button-primary-action-color: var(--paper);
  --utrecht-button-primary-action-hover-background-color: var(--brand-dark);
  --utrecht-button-primary-action-hover-color: var(--paper);
  --utrecht-button-secondary-action-background-color: var(--paper);
  --utrecht-button-secondary-action-border-color: var(--brand);
  --utrecht-button-secondary-action-color: var(--brand);
  --utrecht-button-secondary-action-hover-background-color: var(--brand-light);
  --utrecht-button-secondary-action-hover-color: var(--brand-dark);
  --utrecht-table-caption-color: var(--ink);
  --utrecht-table-caption-font-weight: 600;
  --utrecht-table-caption-text-align: start;
  --utrecht-table-cell-padding-block-end: 6px;
  --utrecht-table-cell-padding-block-start: 6px;
  --utrecht-table-cell-padding-inline-end: 8px;
  --utrecht-table-cell-padding-inline-start: 8px;
  --utrecht-table-header-color: var(--ink);
  --utrecht-table-header-font-weight: 600;
  --utrecht-table-row-border-block-end-color: var(--line);
  --utrecht-table-row-border-block-end-width: 1px;
  --utrecht-alert-padding-block-end: 12px;
  --utrecht-alert-padding-block-start: 12px;
  --utrecht-alert-padding-inline-end: 16px;
  --utrecht-alert-padding-inline-start: 16px;
  --utrecht-alert-border-radius: 4px;
  --utrecht-alert-border-width: 1px;
  --utrecht-alert-error-background-color: var(--bad-light);
  --utrecht-alert-error-border-width: 1px;
  --utrecht-alert-error-border-color: var(--bad);
  --utrecht-alert-error-color: var(--ink);
  --utrecht-alert-info-background-color: var(--brand-light);
  --utrecht-alert-info-border-width: 1px;
  --utrecht-alert-info-border-color: var(--brand);
  --utrecht-alert-info-color: var(--ink);
  --utrecht-alert-warning-background-color: var(--warn-light);
  --utrecht-alert-warning-border-width: 1px;
  --utrecht-alert-warning-border-color: var(--warn);
  --utrecht-alert-warning-color: var(--ink);
  --utrecht-alert-ok-background-color: var(--good-light);
  --utrecht-alert-ok-border-width: 1px;
  --utrecht-alert-ok-border-color: var(--good);
  --utrecht-alert-ok-color: var(--ink);
  --utrecht-status-badge-font-size: 0.875rem;
  --utrecht-status-badge-padding-block: 4px;
  --utrecht-status-badge-padding-inline: 8px;
  --utrecht-status-badge-danger-background-color: var(--bad);
  --utrecht-status-badge-danger-color: var(--paper);
  --utrecht-status-badge-warning-background-color: var(--warn-light);
  --utrecht-status-badge-warning-color: var(--warn);
  --utrecht-status-badge-safe-background-color: var(--good);
  --utrecht-status-badge-safe-color: var(--paper);
  --utrecht-status-badge-neutral-background-color: var(--brand-light);
  --utrecht-status-badge-neutral-color: var(--brand-dark);
  --utrecht-skip-link-background-color: var(--utrecht-focus-background-color);
  --utrecht-skip-link-color: #000000;
  --utrecht-skip-link-padding-inline-end: 16px;
  --utrecht-skip-link-padding-inline-start: 16px;
}
`

/** What holds the parts of a page together; everything else comes from the components. */
const LAYOUT = `
[hidden] { display: none !important; }
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); min-block-size: 100vh;
  font-family: var(--utrecht-document-font-family); line-height: 1.5;
  display: flex; flex-direction: column; }
main { flex: 1; }
.wide { inline-size: 100%; max-inline-size: 80rem; margin-inline: auto; padding-inline: 1rem; }
.skip { position: absolute; inset-inline-start: 0.5rem; }
.utrecht-skip-link--visible-on-focus:focus { inset-block-start: 0.5rem; z-index: 9; }
.top { background: var(--brand-dark); color: var(--paper); }
.top .wide { display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; align-items: center; padding-block: 0.5rem; }
.top .name { font-size: 1.125rem; font-weight: 700; letter-spacing: 0.01em; }
.top .name a { color: inherit; text-decoration: none; display: inline-block; min-block-size: 24px; }
.top .who { flex: 1 1 14rem; font-size: 0.9375rem; overflow-wrap: anywhere; }
.top nav a { color: var(--paper); }
.top form { display: inline-flex; gap: 0.25rem; align-items: center; margin: 0; }
.top button { background: transparent; color: var(--paper); border: 1px solid #9db8be; border-radius: 4px;
  font: inherit; font-size: 0.9375rem; min-block-size: 36px; padding: 0.25rem 0.75rem; cursor: pointer; }
.top button:hover { background: var(--brand); }
.top button[aria-pressed="true"] { background: var(--paper); color: var(--brand-dark); border-color: var(--paper); }
.pages { background: var(--paper); border-block-end: 1px solid var(--line); }
.pages ul { list-style: none; margin: 0 auto; display: flex; flex-wrap: wrap; gap: 0 0.5rem; }
.pages a { display: block; padding: 0.75rem 0.75rem 0.5rem; color: var(--brand); text-decoration: none;
  border-block-end: 4px solid transparent; font-weight: 600; }
.pages a:hover { border-block-end-color: var(--line); }
.pages a[aria-current] { border-block-end-color: var(--brand); color: var(--ink); }
main { padding-block: 1.5rem 2.5rem; }
main#content > * + * { margin-block-start: 1.25rem; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: 1rem 1.25rem 1.25rem; }
.card > * + * { margin-block-start: 0.75rem; }
main#content .cards .utrecht-table { font-size: 0.9375rem; }
.cards { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); align-items: start; }
main p { margin-block-end: 0; max-inline-size: 46rem; }
.card > p:first-child, .utrecht-alert > p:first-child { margin-block-start: 0; }
h1, h2, h3 { margin-block: 0; }
.plain { list-style: none; padding: 0; margin-block-end: 0; }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.soft { color: var(--ink-soft); }
.small { font-size: 0.9375rem; }
.scroll { overflow-x: auto; }
.beside { display: grid; gap: 1rem 2rem; align-items: start; margin-block-end: 2rem;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 34rem), 1fr)); }
.utrecht-table { font-variant-numeric: tabular-nums; }
.utrecht-table th { text-align: start; vertical-align: bottom; border-block-end: 2px solid var(--edge); padding: 6px 8px; }
.utrecht-table thead th::first-letter { text-transform: uppercase; }
.utrecht-table tbody th { font-weight: 500; vertical-align: top; border-block-end: 1px solid var(--line); }
.utrecht-table td { vertical-align: top; overflow-wrap: break-word; }
.utrecht-table tbody tr:hover > * { background: var(--ground); }
.utrecht-table caption { text-align: start; padding-block-end: 0.25rem; }
.count { text-align: end; }
.utrecht-table th.count, .utrecht-table td.count { text-align: end; }
.nowrap { white-space: nowrap; }
.fields { display: grid; gap: 1rem 1.25rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); }
.fields .whole { grid-column: 1 / -1; }
.field { display: flex; flex-direction: column; }
.field > * + * { margin-block-start: 0.25rem; }
.field > :last-child { margin-block-start: auto; }
.field label, .field .utrecht-form-label { display: block; }
.field .hint { color: var(--ink-soft); font-size: 0.9375rem; font-weight: 400; }
.field .wrong { color: var(--bad); font-weight: 600; }
.actions { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: center; margin-block-start: 1rem; }
.actions form { margin: 0; }
.utrecht-alert { display: block; }
.utrecht-alert > * { margin-block: 0; }
.utrecht-alert > * + * { margin-block-start: 0.5rem; }
dl.facts { display: grid; grid-template-columns: minmax(9rem, max-content) minmax(0, 1fr); gap: 0.375rem 1.25rem; margin-inline: 0; margin-block-end: 0; }
dl.facts dt { font-weight: 600; }
.cards dl.facts { grid-template-columns: fit-content(45%) minmax(0, 1fr); }
.cards > .across { grid-column: 1 / -1; }
dl.facts dd { margin: 0; overflow-wrap: anywhere; }
input[type="file"] { max-inline-size: 100%; }
main code { overflow-wrap: anywhere; }
code, pre { font-family: ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace; font-size: 0.875rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--ground); border: 1px solid var(--line);
  border-radius: 4px; padding: 0.75rem; margin-block-end: 0; }
details > summary { cursor: pointer; font-weight: 600; color: var(--brand); padding-block: 0.25rem; }
details[open] > summary { margin-block-end: 0.5rem; }
figure { margin: 0; }
figcaption { font-weight: 600; margin-block-end: 0.5rem; }
.chart { display: block; inline-size: 100%; block-size: auto; max-block-size: 20rem; min-inline-size: 34rem; }
.chart text { font-family: var(--utrecht-document-font-family); fill: var(--ink-soft); font-size: 12px; }
.bar { fill: var(--brand); }
.bar.odd { fill: var(--bad); }
.hidden-number { fill: none; stroke: var(--ink-soft); stroke-width: 1; }
.usual { stroke: var(--ink); stroke-width: 2; fill: none; stroke-dasharray: 5 3; }
.chart .axis { stroke: var(--line); stroke-width: 1; }
.key { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; font-size: 0.9375rem; color: var(--ink-soft); }
.key svg { inline-size: 1.5rem; block-size: 0.75rem; vertical-align: baseline; }
.good { color: var(--good); font-weight: 600; }
.bad { color: var(--bad); font-weight: 600; }
.bins ul { list-style: none; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: 0.5rem; }
.bins a { display: block; min-block-size: 44px; padding: 0.5rem 0.875rem; border: 1px solid var(--edge); border-radius: 22px;
  background: var(--paper); color: var(--brand); text-decoration: none; }
.bins a:hover { background: var(--brand-light); }
.bins a[aria-current] { background: var(--brand); border-color: var(--brand); color: var(--paper); }
fieldset { border: 1px solid var(--line); border-radius: 4px; margin: 1rem 0 0; padding: 0.75rem 1rem 1rem; min-inline-size: 0; }
legend { padding-inline: 0.25rem; }
.choices { display: grid; gap: 0.75rem 1.25rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); }
.choice { display: grid; grid-template-columns: 2rem minmax(0, 1fr); align-items: start; gap: 0 0.25rem; }
.choice input, .stacked input[type="checkbox"] { inline-size: 1.5rem; block-size: 1.5rem; margin: 0; }
.choice .hint { grid-column: 2; color: var(--ink-soft); font-size: 0.9375rem; }
.sheet { display: none; }
.steps { padding-inline-start: 1.25rem; }
.steps li + li { margin-block-start: 0.25rem; }
.drop.over { outline: 3px dashed var(--brand); outline-offset: 4px; }
.work { inline-size: 100%; max-inline-size: 30rem; block-size: 1.25rem; accent-color: var(--brand); }
.utrecht-textbox[type="file"] { max-inline-size: 100%; }
.pager { display: flex; gap: 0.75rem; flex-wrap: wrap; }
footer { border-block-start: 1px solid var(--line); padding-block: 0.75rem; font-size: 0.9375rem; color: var(--ink-soft); background: var(--paper); }
a { color: var(--brand); }
:focus-visible, input[type="date"]:focus-within { outline: 3px solid #000000; outline-offset: 2px; box-shadow: 0 0 0 2px #ffffff; }
.top :focus-visible { outline-color: #ffd83d; box-shadow: none; }
body > aside { background: #fff3d6; padding: 0.375rem 1rem; font-size: 0.9375rem; }
body > aside p { margin-block: 0; max-inline-size: none; }
.stacked th code { white-space: nowrap; }
.bins a { display: flex; align-items: center; }
.utrecht-skip-link { min-block-size: 24px; }
.utrecht-table.stacked th a, .utrecht-table.stacked td a { display: inline-block; min-block-size: 24px; min-inline-size: 24px; }
.opening { display: flex; flex-wrap: wrap; gap: 0.5rem 1.25rem; align-items: center; }
.card.opening > * { margin-block-start: 0; }
.card.opening > h2, .card.opening > .whole { flex-basis: 100%; }
.opening .actions { margin-block-start: 0; }
.opening [data-say]:empty, .opening [hidden] { display: none; }
input[type="file"] { min-block-size: 44px; padding-block: 0.25rem; font: inherit; }
input[type="file"]::file-selector-button { min-block-size: 36px; margin-inline-end: 0.75rem; padding-inline: 0.75rem; font: inherit; }
summary { min-block-size: 24px; }
@media (max-width: 48rem) {
  .drawn { display: none; }
  .stacked, .stacked tbody, .stacked tr, .stacked th, .stacked td, .stacked caption { display: block; }
  .stacked thead { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .stacked tbody tr { border: 1px solid var(--line); border-radius: 6px; padding: 0.5rem 0.75rem; }
  .stacked tbody tr + tr { margin-block-start: 0.75rem; }
  .utrecht-table.stacked tbody tr > * { border: 0; padding: 0.125rem 0; text-align: start; block-size: auto; background: none; }
  .opening .actions > span { flex-basis: 100%; }
  .utrecht-table.stacked td.count { text-align: start; }
  .stacked tbody th { font-weight: 700; }
  .stacked tbody th a { min-block-size: 44px; display: flex; align-items: center; }
  .stacked td { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: 0 0.75rem; overflow-wrap: anywhere; }
  .stacked td > * { grid-column: 2; min-inline-size: 0; overflow-wrap: anywhere; white-space: normal; }
  .stacked td > br { display: none; }
  .stacked td::before { content: attr(data-label); color: var(--ink-soft); font-size: 0.9375rem; }
  .stacked td.nothing { display: none; }
}
@media (max-width: 30rem) {
  .card { padding: 0.75rem; }
  dl.facts, .cards dl.facts { grid-template-columns: minmax(0, 1fr); gap: 0; }
  dl.facts dd { margin-block-end: 0.5rem; }
  .top .who { flex-basis: 100%; }
}
@media (forced-colors: active) {
  .bar { fill: CanvasText; }
  .usual { stroke: Highlight; }
}
@media print {
  .top form, .pages, .actions, .skip, footer { display: none; }
  body { background: none; }
  .printing > :not(.sheet) { display: none; }
  .printing > .sheet > pre { break-after: page; font: inherit; white-space: pre-wrap; }
  .printing > .sheet { display: block; border: 0; background: none; font: inherit; font-size: 12pt; }
}
`

/** The styles of the console, behind those of the components it uses. */
export function consoleStyles(components: string): string {
  return `${components}\n${TOKENS}\n${LAYOUT}`
}
