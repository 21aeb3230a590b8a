/** Plays a story against a server that listens. */
import { type Answer, foundAt, type Json, type Step, type Story, settledAnswer } from './stories.ts'

type Played = { step: Step; sent: { method: string; path: string }; raw: Answer; answer: Answer }

const filled = (template: string, saved: Map<string, Json>): string =>
  template.replace(/\{\{(\w+)\}\}/g, (_, name) => String(saved.get(name)))

const bodyOf = (
  step: Step,
  saved: Map<string, Json>,
): { body?: string | URLSearchParams | FormData; type?: string } => {
  if (step.json !== undefined) return { body: filled(JSON.stringify(step.json), saved), type: 'application/json' }
  if (step.form) return { body: new URLSearchParams(step.form) }
  if (step.raw !== undefined) return { body: step.raw }
  if (!step.multipart) return {}
  const form = new FormData()
  for (const [name, part] of Object.entries(step.multipart))
    if (typeof part === 'string') form.append(name, part)
    else {
      const content = part.base64 === undefined ? (part.content ?? '') : Buffer.from(part.base64, 'base64')
      form.append(name, new Blob([content], { type: part.type }), part.filename)
    }
  return { body: form }
}

const bodyIn = async (response: Response): Promise<Json> => {
  const text = await response.text()
  const type = response.headers.get('content-type') ?? ''
  if (type.includes('html')) return '<html>'
  return type.includes('json') && text !== '' ? JSON.parse(text) : text
}

export const signIn = async (base: string, username: string, password = `pass-${username}`): Promise<string> => {
  const response = await fetch(`${base}/auth-token/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  })
  if (response.status !== 200) throw new Error(`${username} cannot sign in: ${await response.text()}`)
  return ((await response.json()) as { token: string }).token
}

/** @returns for each step what was sent, what came back, and that as the contract would write it down */
export const play = async (base: string, { steps }: Story): Promise<Played[]> => {
  const saved = new Map<string, Json>()
  const tokens = new Map<string, string>()
  const played: Played[] = []
  for (const step of steps) {
    if (step.as && !tokens.has(step.as)) tokens.set(step.as, await signIn(base, step.as, step.password))
    const startedAt = Date.now()
    const method = step.method ?? 'GET'
    const path = filled(step.path, saved)
    const { body, type } = bodyOf(step, saved)
    const token = step.as && tokens.get(step.as)
    const response = await fetch(base + path, {
      method,
      redirect: 'manual',
      headers: {
        ...step.headers,
        ...(type ? { 'content-type': type } : {}),
        ...(token ? { authorization: `Token ${token}` } : {}),
      },
      ...(body === undefined ? {} : { body }),
    })
    const location = response.headers.get('location')
    const raw = { status: response.status, body: await bodyIn(response), ...(location ? { location } : {}) }
    for (const [name, pointer] of Object.entries(step.save ?? {})) saved.set(name, foundAt(raw.body, pointer) ?? null)
    played.push({ step, sent: { method, path }, raw, answer: settledAnswer(raw, step, { base, startedAt }) })
  }
  return played
}
