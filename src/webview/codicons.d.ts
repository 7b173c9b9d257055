declare module '@vscode/codicons/src/icons/*.svg' {
  /** An icon as the build reads it: each shape with its fill rule. */
  export const icon: {
    readonly viewBox: string;
    readonly paths: readonly (readonly [d: string, rule: 'evenodd' | 'nonzero'])[];
  };
}
