import t from 'tap'
import { attribute, Html, flag, html, type Child } from '../../src/console/html.js'

/** What breaks out of markup elsewhere; nobody's name. */
const NAUGHTY = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</title></textarea></pre><svg onload=alert(1)>',
  'javascript:alert(1)',
  '&lt;b&gt; &amp; &#x3c;b&#x3e;',
  '<!-- --> ]]> <![CDATA[',
  '{{7*7}} ${7*7} <%= 7*7 %>',
  '\u0000\u0007\u001b[31m\u009b31m',
  '\u202egnp.exe \ufeff \u2028 \u2029',
  '`backticks` \\u003cb\\u003e \\',
  '​zero​width​ é 日本語 👩‍👩‍👧 ﷽',
]

t.test('whatever is put in stays a text', async (t) => {
  for (const text of NAUGHTY) {
    const shown = html`<p title="${text}" class="a ${text}">${text}${[text]}</p>`.toString()
    const places = /^<p title="([^"<>]*)" class="a ([^"<>]*)">([^<>"]*)<\/p>$/.exec(shown)
    t.ok(places, text)
    t.notMatch(shown, /[\u0000-\u0008\u007f-\u009f]/)
  }
  t.equal(
    html`<p>${'a & <b> "c" \'d\''}</p>`.toString(),
    '<p>a &#38; &#60;b&#62; &#34;c&#34; &#39;d&#39;</p>',
  )
})

t.test('markup is made by this alone', async (t) => {
  const inner = html`<b>${'<'}</b>`
  t.equal(html`<p>${inner}${[inner, [inner]]}</p>`.toString(), `<p>${`${inner}`.repeat(3)}</p>`)
  const forged = { toString: () => '<script>' } as unknown as Child
  t.throws(() => html`<p>${forged}</p>`)
  t.ok(inner instanceof Html)
  t.throws(() => html`<p class="${inner}"></p>`, 'not even markup in an attribute')
})

t.test('nothing shows nothing', async (t) => {
  t.equal(html`<p>${null}${undefined}${false}${[]}${0}</p>`.toString(), '<p>0</p>')
})

t.test('a flag stands in a tag, and nothing else does', async (t) => {
  t.equal(html`<input ${flag('checked', true)} />`.toString(), '<input checked />')
  t.equal(html`<input ${flag('checked', false)} />`.toString(), '<input  />')
  t.throws(() => html`<input ${'onfocus=alert(1)'} />`)
  t.throws(() => html`<p>${flag('checked', true)}</p>`)
  t.throws(() => html`<p class="${flag('checked', true)}"></p>`)
})

t.test('places where no escaping would help are refused, whatever the value', async (t) => {
  const bad: readonly (() => unknown)[] = [
    () =>
      html`<script>
        ${'1'}
      </script>`,
    () =>
      html`<style>
        ${'1'}
      </style>`,
    () => html`<template><b>${'1'}</b></template>`,
    () => html`<p onclick="${'1'}"></p>`,
    () => html`<p style="${'1'}"></p>`,
    () => html`<iframe srcdoc="${'1'}"></iframe>`,
    () => html`<p class=${'1'}></p>`,
    // prettier-ignore
    () => html`<p class='${'1'}'></p>`,
    () => html`<a href="${'/console'}">x</a>`,
    () => html`<a href="//${'evil.example'}">x</a>`,
    () => html`<form action="${'/x'}"></form>`,
    () => html`<${'script'}></${'script'}>`,
    () => html`<p${'x'}></p>`,
    () => html`<!-- ${'1'} -->`,
  ]
  for (const one of bad) t.throws(one, String(one))
  // prettier-ignore
  const fine = html`<script src="/${'a'}"></script><p>${'b'}</p>`
  t.equal(fine.toString(), '<script src="/a"></script><p>b</p>')
})

t.test(
  'an attribute that may be missing stands in a tag, and its value stays a text',
  async (t) => {
    t.equal(html`<input ${attribute('list', 'a"b')} />`.toString(), '<input list="a&#34;b" />')
    t.equal(html`<input ${attribute('list', undefined)} />`.toString(), '<input  />')
    t.throws(() => html`<p>${attribute('list', 'x')}</p>`)
  },
)
