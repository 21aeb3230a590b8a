import { describe, expect, it } from 'vitest'
import { systemRandom } from '../context.ts'
import { sniffKind } from './kinds.ts'
import { newKey } from './receive.ts'
import { opensFile, publicAddress, signedAddress } from './signature.ts'

const bytes = (text: string) => Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(64)])

describe('the kind of a file', () => {
  it.each([
    ['WAV', bytes('RIFF....WAVEfmt '), 'audio'],
    ['MP3 with tags', bytes('ID3\x03\x00\x00\x00\x00\x00\x00\xff\xfb'), 'audio'],
    ['Ogg Opus', bytes(`OggS\x00\x02${'\0'.repeat(20)}\x01\x13OpusHead`), 'audio'],
    ['WebM', Buffer.from('GkXfo59ChoEBQveBAULygQRC84EIQoKEd2VibUKHgQRChYECGFOAZwH/////////', 'base64'), 'video'],
    [
      'PNG',
      Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      ),
      'image',
    ],
    ['MIDI', bytes('MThd\x00\x00\x00\x06\x00\x01'), 'notation'],
    [
      'MusicXML',
      bytes('<?xml version="1.0"?>\n<!DOCTYPE score-partwise PUBLIC "x" "y">\n<score-partwise version="4.0">'),
      'notation',
    ],
    ['MusicXML with BOM', Buffer.from('\uFEFF<score-timewise>', 'utf8'), 'notation'],
  ])('is told from its content: %s', async (_name, content, kind) => {
    expect((await sniffKind(content))?.kind).toBe(kind)
  })

  it.each([
    ['HTML', bytes('<!doctype html><script>alert(1)</script>')],
    ['SVG', bytes('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')],
    ['HTML that mentions MusicXML', bytes('<html><!-- <score-partwise> --><score-partwise>')],
    ['PDF', bytes('%PDF-1.7')],
    ['a program', bytes('\x7fELF\x02\x01\x01')],
    ['a zip', bytes('PK\x03\x04\x14\x00\x00\x00\x00\x00')],
    ['text', bytes('hello')],
    ['XML of another kind', bytes('<?xml version="1.0"?><note/>')],
  ])('is none that MusicCPR takes: %s', async (_name, content) => {
    expect(await sniffKind(content)).toBeNull()
  })
})

describe('a key', () => {
  it.each([
    ['take one.wav', /^take_one_\w{7}\.wav$/],
    ['../../etc/passwd', /^passwd_\w{7}$/],
    ['C:\\music\\Übung #1.mp3', /^Übung_1_\w{7}\.mp3$/],
    ['.htaccess', /^htaccess_\w{7}$/],
    ['<script>.svg', /^script_\w{7}\.svg$/],
    ['', /^file_\w{7}$/],
    [`${'a'.repeat(300)}.${'b'.repeat(300)}`, /^a{40}_\w{7}\.b{9}$/],
  ])('keeps of %j what is harmless', (filename, key) => {
    expect(newKey({ random: systemRandom }, filename)).toMatch(key)
  })
})

describe('a signed address', () => {
  const now = new Date('2026-02-10T15:30:00Z')
  const query = (address: string) => Object.fromEntries(new URL(address, 'http://x').searchParams)
  const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000)

  it('opens its file for four hours at least and five at most, and no other file', () => {
    const address = signedAddress('secret', 'take one_x.wav', now)
    expect(address).toMatch(/^\/media\/take%20one_x\.wav\?/)
    const opens = (key: string, at: Date, secret = 'secret') => opensFile(secret, key, query(address), at)
    expect(opens('take one_x.wav', now)).toBe(true)
    expect(opens('take one_x.wav', later(4))).toBe(true)
    expect(opens('take one_x.wav', later(5))).toBe(false)
    expect(opens('other.wav', now)).toBe(false)
    expect(opens('take one_x.wav', now, 'another secret')).toBe(false)
  })

  it('cannot be stretched or guessed', () => {
    const given = query(signedAddress('secret', 'a.wav', now))
    const tampered = [
      {},
      { ...given, expires: String(Number(given.expires) + 1) },
      { ...given, signature: '' },
      { ...given, signature: ['x'] },
      { ...given, expires: 'Infinity' },
    ]
    for (const attempt of tampered) expect(opensFile('secret', 'a.wav', attempt, now)).toBe(false)
  })

  it('stays the same for an hour, so that browsers find it in their cache', () => {
    expect(signedAddress('s', 'k', now)).toBe(signedAddress('s', 'k', later(0.4)))
    expect(signedAddress('s', 'k', now)).not.toBe(signedAddress('s', 'k', later(1)))
    expect(publicAddress('a/b c.mp3')).toBe('/media/a/b%20c.mp3')
  })
})
