const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as it stands in HTML and XML, also in attributes between double quotes. */
export function markup(text: string): string {
  return text.replace(/[&<>"]/g, (found) => entities[found] ?? found);
}
