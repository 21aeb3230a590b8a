import { expect, it } from 'vitest'
import { text } from '../../text/index.ts'
import { notationOf } from './notation-file.ts'

const words = text.library.notationProblems
const score =
  '<?xml version="1.0" encoding="UTF-16"?>\n<score-partwise><work-title>Für Elise</work-title></score-partwise>'

it('reads UTF-8 and UTF-16, and keeps neither as what it was', () => {
  const wide = (order: 'le' | 'be') => {
    const bytes = Buffer.from(`\ufeff${score}`, 'utf16le')
    return order === 'le' ? bytes : bytes.swap16()
  }
  for (const bytes of [Buffer.from(score), wide('le'), wide('be')])
    expect(notationOf(bytes)).toEqual({ notation: score.replace('UTF-16', 'UTF-8') })
})

it('refuses packed, empty and endless files, each in its words', () => {
  expect(notationOf(Buffer.from('PK\u0003\u0004'))).toEqual({ problem: words.packed })
  expect(notationOf(Buffer.from(' \n'))).toEqual({ problem: words.empty })
  expect(notationOf(Buffer.alloc(1_000_001, 'x'))).toEqual({ problem: words.tooLarge })
  expect(notationOf(Buffer.alloc(4_000_001, 'x'))).toEqual({ problem: words.tooLarge })
})
