/** Calls `work` once the current rendering is painted. */
export const afterPaint = (work: () => void): void => void requestAnimationFrame(() => setTimeout(work));

let typed = 0;

/** Whether the effect of a key press is not painted yet. */
export const isTyped = (): boolean => typed > 0;

/** Notes the keys that are pressed in a window. */
export function watchKeys(window: Pick<Window, 'addEventListener'>): void {
  const press = (): void => {
    typed += 1;
    afterPaint(() => (typed -= 1));
  };
  window.addEventListener('keydown', press, { capture: true });
}
