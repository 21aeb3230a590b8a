import DOMPurify from 'dompurify'

/** Text of the library with its paragraphs, lists and emphasis; whatever else somebody wrote into it is left out. */
export const safeFragment = (html: string): DocumentFragment =>
  DOMPurify.sanitize(html, {
    ALLOWED_TAGS: [
      'p',
      'br',
      'ol',
      'ul',
      'li',
      'strong',
      'b',
      'em',
      'i',
      'u',
      'h3',
      'h4',
      'blockquote',
      'a',
      'sub',
      'sup',
    ],
    ALLOWED_ATTR: ['href'],
    RETURN_DOM_FRAGMENT: true,
  })
