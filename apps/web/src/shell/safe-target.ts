/**
 * Where to go after signing in: an address within this site alone, whatever a link says.
 * @returns `/` for everything else
 */
export const safeTarget = (target: unknown): string => {
  if (typeof target !== 'string' || !target.startsWith('/')) return '/'
  const origin = 'http://site.invalid'
  try {
    const url = new URL(target, origin)
    return url.origin === origin ? url.pathname + url.search + url.hash : '/'
  } catch {
    return '/'
  }
}
