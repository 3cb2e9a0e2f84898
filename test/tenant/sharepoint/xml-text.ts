const named: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' }

/** Text as it may stand in an attribute or between two tags. */
export const escapeXml = (text: unknown): string => String(text).replace(/[<>&"]/g, (sign) => named[sign] ?? sign)
