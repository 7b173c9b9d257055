/** Single-color icons on a 16 px grid, drawn with the text's color: filled, but for the outlined ones. */
const PATHS = {
  send: 'M2.5 2.2 14 8 2.5 13.8 4 8.6 9 8 4 7.4z',
  stop: 'M4 4h8v8H4z',
  attach:
    'M10.6 4.6 6 9.2a1.3 1.3 0 0 0 1.8 1.8l4.8-4.8a2.6 2.6 0 0 0-3.7-3.7L3.9 7.6a3.9 3.9 0 0 0 5.5 5.5l4-4-.8-.8-4 4a2.8 2.8 0 0 1-4-4l5-5a1.5 1.5 0 0 1 2.1 2.1L7 10.2a.2.2 0 0 1-.3-.3l4.6-4.6z',
  chevron: 'm5.7 13.3-.7-.7L9.6 8 5 3.4l.7-.7L11 8z',
  check: 'm6.4 12.3-4-4 .8-.8 3.2 3.2 6.4-6.5.8.8z',
  error:
    'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm0 1a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zm-2 2.8L7.3 8 5.3 10l.7.7L8 8.7l2 2 .7-.7L8.7 8l2-2-.7-.7-2 2-2-2z',
  terminal: 'm2.6 3.6.8-.7L8.5 8l-5.1 5.1-.8-.7L7 8zM8 12h6v1H8z',
  file: 'M4 1.5h5.3L13 5.2v9.3H3v-13zm0 1v11h8V6H8.5V2.5zm5.5.4V5h2.1z',
  edit: 'M11.8 1.7 14.3 4.2 5.5 13H3v-2.5zM4 11v1h1l6-6-1-1zm6.7-6.7 1 1L12.9 4.2l-1-1z',
  search:
    'M6.5 2a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zm0 1a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zm3.9 6.7 3.8 3.8-.7.7-3.8-3.8z',
  globe: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zm0 0c-3.3 3.3-3.3 8.7 0 12 3.3-3.3 3.3-8.7 0-12zM2.3 6h11.4M2.3 10h11.4',
  list: 'M2 3h2v2H2zm4 .500h8v1H6zM2 7h2v2H2zm4 .500h8v1H6zM2 11h2v2H2zm4 .500h8v1H6z',
  agent: 'M8 1.5a3 3 0 0 1 1.5 5.6V8H12v3h2v3.5h-4V11h1V9H5v2h1v3.5H2V11h2V8h2.5v-.900A3 3 0 0 1 8 1.5z',
  tool: 'M10.6 2.5a3.2 3.2 0 0 0-3 4.4L2.6 11.9a1.05 1.05 0 0 0 1.5 1.5l5-5a3.2 3.2 0 0 0 4.2-4.1L11.4 6.2 9.8 4.6l1.9-1.9a3.2 3.2 0 0 0-1.1-.2z',
  bell: 'M8 1.5a4 4 0 0 1 4 4V9l1.5 2v1H10a2 2 0 0 1-4 0H2.5v-1L4 9V5.5a4 4 0 0 1 4-4z',
  question:
    'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm0 1a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM5.8 6a2.2 2.2 0 1 1 3.2 2c-.4.2-.5.4-.5.8V9h-1v-.200c0-.8.3-1.3 1-1.7A1.2 1.2 0 1 0 6.8 6zm1.7 4h1v1h-1z',
  close: 'm8 8.7 3.6 3.6.7-.7L8.7 8l3.6-3.6-.7-.7L8 7.3 4.4 3.7l-.7.7L7.3 8l-3.6 3.6.7.7z',
  copy: 'M5 2h8v9h-2v3H3V5h2zm1 1v2h5v5h1V3zM4 6v7h6V6z',
  insert: 'M2 3h12v1H2zm0 9h12v1H2zm3-4.5h4V5l3.5 3L9 11V8.5H5z',
  down: 'm8 12-5-5 .7-.7L7.5 10V2h1v8l3.8-3.7.7.7z',
  fork: 'M4 1.5a2 2 0 0 1 .5 3.9V7h7V5.4a2 2 0 1 1 1 0V8h-4v2.6a2 2 0 1 1-1 0V8h-4V5.4A2 2 0 0 1 4 1.5z',
  retry: 'M13 4v3.5H9.5M12.7 7.2A5 5 0 1 0 13 9.5',
  markdown: 'M1.5 3.5h13v9h-13zM4 10V6l2 2.3L8 6v4M11.5 6v4M10 8.5l1.5 1.5L13 8.5',
  undo: 'M5.7 2.3.900 7l4.8 4.7.7-.7L3 7.5h6.5a3 3 0 0 1 0 6H7v1h2.5a4 4 0 0 0 0-8H3L6.4 3z',
} as const;

const OUTLINED = new Set<string>(['globe', 'tool', 'retry', 'markdown']);

/** Name of an icon. */
export type IconName = keyof typeof PATHS;

export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
    {OUTLINED.has(name) ? (
      <path d={PATHS[name]} fill="none" stroke="currentColor" stroke-linejoin="round" />
    ) : (
      <path d={PATHS[name]} fill="currentColor" fill-rule="evenodd" />
    )}
  </svg>
);

export const Spinner = () => <span class="spinner" aria-hidden="true" />;
