import type { FastifyRequest } from 'fastify'

/** Addresses as a client is to ask for them: absolute ones, of the host that it asked. */
export type Links = {
  absolute: (path: string) => string
  /** Of a file that everybody may open; null for the empty key. */
  media: (key: string) => string | null
  user: (username: string) => string
  course: (slug: string) => string
}

/** A segment of a path as Django writes it: what RFC 3986 lets stand in a segment stands. */
const segment = (text: string): string =>
  /^[\w.-]*$/.test(text)
    ? text
    : encodeURIComponent(text).replace(/%(?:21|24|26|27|28|29|2A|2B|2C|3A|3B|3D|40)/g, decodeURIComponent)

export const linksOf = ({ protocol, host }: Pick<FastifyRequest, 'protocol' | 'host'>): Links => {
  const absolute = (path: string): string => `${protocol}://${host}${path}`
  return {
    absolute,
    media: (key) => (key === '' ? null : absolute(`/media/${key.split('/').map(encodeURIComponent).join('/')}`)),
    user: (username) => absolute(`/api/users/${segment(username)}/`),
    course: (slug) => absolute(`/api/courses/${segment(slug)}/`),
  }
}
