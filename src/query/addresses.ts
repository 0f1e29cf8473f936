/** Host and path without scheme and `www.`, the host in lower case: how url: and link: compare. */
export function bareAddress(text: string): string {
  const bare = text.replace(/^(?:https?:\/\/)+/i, '').replace(/^www\./i, '')
  const [, host = '', path = ''] = /^([^/?#]*)(.*)$/s.exec(bare) ?? []
  return host.toLowerCase() + path
}
