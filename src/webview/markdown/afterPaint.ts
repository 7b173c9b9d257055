/** Calls `work` once the current frame is painted. */
export const afterPaint = (work: () => void): void => void requestAnimationFrame(() => setTimeout(work));

let typed = 0;

/** Whether a key press is not painted yet. */
export const isTyped = (): boolean => typed > 0;

/** Tracks key presses in a window. */
export function watchKeys(window: Pick<Window, 'addEventListener'>): void {
  const press = (): void => {
    typed += 1;
    afterPaint(() => (typed -= 1));
  };
  window.addEventListener('keydown', press, { capture: true });
}
