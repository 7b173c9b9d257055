// What axe finds in the chat.
import { readFileSync } from 'node:fs';
import type { Workbench } from './workbench.js';

const source = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

interface Found {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** Serious and critical violations in the chat view, each with the first place. */
export async function seriousIn(window: Workbench): Promise<readonly string[]> {
  const root = window.chat().locator('#root');
  const frame = await (await root.elementHandle())?.ownerFrame();
  if (!frame) throw new Error('the chat is not there');
  // Run from outside: the page's own policy forbids scripts of others.
  await frame.evaluate(source);
  const found = (await root.evaluate((element) => {
    const { body, defaultView } = element.ownerDocument;
    // The chat is transparent above the side bar; axe would assume white.
    body.style.background = 'var(--vscode-sideBar-background)';
    const { axe } = defaultView as unknown as { axe: { run(at: Element, how: object): Promise<unknown> } };
    // Names of buttons are stable for screen readers; the chosen value is in their description.
    return axe.run(element, { rules: { 'label-content-name-mismatch': { enabled: false } } });
  })) as Found;
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200) ?? ''} (${nodes.length})`);
}
