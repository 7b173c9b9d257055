import { host } from './bridge.js';

/** Reports to the host whether the chat has the focus, so that its keybindings apply only then. */
export function reportFocus(): void {
  let told = false;
  const report = (): void => {
    const on = document.hasFocus();
    if (on === told) return;
    told = on;
    host.send('focused', { on });
  };
  for (const type of ['focus', 'focusin', 'pointerup', 'keydown']) window.addEventListener(type, report, true);
  // Deferred, since moving the focus within the chat also blurs the window.
  window.addEventListener('blur', () => setTimeout(report));
}
