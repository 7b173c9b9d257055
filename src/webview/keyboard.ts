import { host } from './bridge.js';

/** Tells the host whether the chat has the keyboard, so that its keys work here and nowhere else. */
export function tellFocus(): void {
  let told = false;
  const tell = (): void => {
    const on = document.hasFocus();
    if (on === told) return;
    told = on;
    host.send('focused', { on });
  };
  for (const type of ['focus', 'focusin', 'pointerup', 'keydown']) window.addEventListener(type, tell, true);
  // What takes the focus within the chat blurs the window too.
  window.addEventListener('blur', () => setTimeout(tell));
}
