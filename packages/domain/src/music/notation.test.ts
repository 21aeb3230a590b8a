import { expect, it } from 'vitest'
import { mostNotationCharacters, notationProblem } from './notation.ts'

const head = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD" "x.dtd">\n'

it.each([
  `${head}<!-- by hand --><score-partwise version="4.0"><part-list/></score-partwise>\n`,
  '<score-partwise/>',
  '\ufeff<score-partwise><work-title>Ren&#233; &amp; co</work-title></score-partwise>',
])('takes a score by parts: %s', (text) => {
  expect(notationProblem(text)).toBeNull()
})

it.each([
  ['a packed file', 'PK\u0003\u0004META-INF/container.xml', /\.mxl/],
  ['a score by bars', '<score-timewise/>', /score-timewise/],
  ['another kind of XML', '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', /no MusicXML/],
  ['a page', '<!DOCTYPE html><html></html>', /no MusicXML/],
  ['tags that do not close', `${head}<score-partwise>\n<part></score-partwise>`, /line 4/],
  ['text', 'C D E', /well-formed/],
  ['two roots', '<score-partwise/><score-partwise/>', /well-formed/],
  ['an entity nobody declared', '<score-partwise>&boom;</score-partwise>', /well-formed/],
  ['entities', '<!DOCTYPE score-partwise [<!ENTITY a "b">]><score-partwise>&a;</score-partwise>', /entities/],
  ['nothing', '', /well-formed/],
  ['too much', `<score-partwise>${' '.repeat(mostNotationCharacters)}</score-partwise>`, /1 million/],
])('refuses %s, and says why', (_what, text, why) => {
  expect(notationProblem(text)).toMatch(why)
})
