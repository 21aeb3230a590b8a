/** Small pages that work without scripts. */

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Markup that is to stand as it is. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Value = string | Markup | Markup[] | null

const escaped = (value: Value): string => {
  if (value === null) return ''
  if (value instanceof Markup) return value.text
  if (Array.isArray(value)) return value.map(escaped).join('')
  return value.replace(/[&<>"']/g, (character) => escapes[character] as string)
}

/** Markup with values in it, escaped. */
export const html = (parts: TemplateStringsArray, ...values: Value[]): Markup =>
  new Markup(parts.reduce((text, part, index) => `${text}${escaped(values[index - 1] ?? null)}${part}`))

const style = `
  body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 28rem; margin: 3rem auto; padding: 0 1rem; color: #1b1b1f; background: #fff }
  label { display: block; font-weight: 600; margin-top: 1rem }
  input { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem; border: 1px solid #6b6b76; border-radius: .25rem }
  button { font: inherit; margin-top: 1.5rem; padding: .6rem 1.2rem; border: 0; border-radius: .25rem; color: #fff; background: #1c4fa3 }
  input:focus-visible, button:focus-visible { outline: 3px solid #1c4fa3; outline-offset: 2px }
  .hint { color: #4a4a55; margin: .2rem 0 0 } .error { color: #a11212; margin: .2rem 0 0 }`

export const page = (title: string, content: Markup): string =>
  `<!doctype html>\n${
    html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – MusicCPR</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`.text
  }`

/** Nothing is loaded, nothing runs, and no address with a token in it is told to anybody. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
}

export type Field = {
  name: string
  label: string
  type: 'text' | 'email' | 'password'
  autocomplete: string
  hint?: string
}

/** What is wrong with the fields of a form, by their names. */
export type Mistakes = Record<string, string>

type Form = {
  fields: Field[]
  button: string
  hidden?: Record<string, string>
  values?: Record<string, string>
  mistakes?: Mistakes
}

/** A form that is sent to the page's own address. The first field with a mistake has the focus. */
export const form = ({ fields, button, hidden = {}, values = {}, mistakes = {} }: Form): Markup => {
  const first = fields.find(({ name }) => mistakes[name])?.name
  return html`<form method="post" novalidate>
${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${fields.map((field) => row(field, { value: values[field.name], mistake: mistakes[field.name], focused: field.name === first }))}
<button>${button}</button>
</form>`
}

const row = (
  { name, label, type, autocomplete, hint }: Field,
  { value = '', mistake, focused }: { value?: string | undefined; mistake: string | undefined; focused: boolean },
): Markup => {
  const described = [...(hint ? [`${name}-hint`] : []), ...(mistake ? [`${name}-error`] : [])].join(' ')
  return html`<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" required value="${type === 'password' ? '' : value}"${
    described ? html` aria-describedby="${described}"` : null
  }${mistake ? html` aria-invalid="true"` : null}${focused ? html` autofocus` : null}>
${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : null}
${mistake ? html`<p class="error" id="${name}-error">${mistake}</p>` : null}
`
}

/** What concerns the whole of a page, read out at once. */
export const alert = (text: string): Markup => html`<p class="error" role="alert">${text}</p>`

export const status = (text: string): Markup => html`<p role="status">${text}</p>`
