/** Puts a text into a code fence longer than any run of backticks in it, so that the text cannot end the fence. */
export function fenced(text: string, language = ''): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${/^[\w+#.-]{0,30}$/.test(language) ? language : ''}\n${text.replace(/\n$/, '')}\n${fence}`;
}
