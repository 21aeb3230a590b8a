import { expect, it } from 'vitest'
import { draftKey, readDraft, writeDraft } from './drafts.ts'

const storage = () => {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    kept,
  }
}

it('a draft is kept for one person and one assignment, until nothing is left of it', () => {
  const browser = storage()
  const mine = draftKey(1, 7)
  expect(writeDraft(browser, mine, 'Bar 3')).toBe(true)
  expect([readDraft(browser, mine), readDraft(browser, draftKey(2, 7)), readDraft(browser, draftKey(1, 8))]).toEqual([
    'Bar 3',
    '',
    '',
  ])
  writeDraft(browser, mine, '')
  expect(browser.kept.size).toBe(0)
})

it('a browser that keeps nothing is no reason to fail', () => {
  const refuse = () => {
    throw new Error('QuotaExceededError')
  }
  const full = { getItem: refuse, setItem: refuse, removeItem: refuse }
  expect(writeDraft(full, draftKey(1, 1), 'Bar 3')).toBe(false)
  expect(readDraft(full, draftKey(1, 1))).toBe('')
})
