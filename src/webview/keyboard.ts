import { host } from './bridge.js';

/** Tells the host whether the chat has the focus, so that its keybindings apply only here. */
export function tellFocus(): void {
  let told = false;
  const tell = (): void => {
    const on = document.hasFocus();
    if (on === told) return;
    told = on;
    host.send('focused', { on });
  };
  for (const type of ['focus', 'focusin', 'pointerup', 'keydown']) window.addEventListener(type, tell, true);
  // Moving the focus within the chat blurs the window too.
  window.addEventListener('blur', () => setTimeout(tell));
}
