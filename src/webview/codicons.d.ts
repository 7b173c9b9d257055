declare module '@vscode/codicons/src/icons/*.svg' {
  /** An icon as the build provides it: its shapes with their fill rules. */
  export const icon: {
    readonly viewBox: string;
    readonly paths: readonly (readonly [d: string, rule: 'evenodd' | 'nonzero'])[];
  };
}
