const KB = 1024;
const MB = 1024 * KB;

/** Size limits of responses by route, above those of real servers, so that no response exhausts the memory. */
const LIMITS: readonly (readonly [route: RegExp, bytes: number])[] = [
  // Files first: their names may match other routes.
  [/^\/(?:api|v1)\/fs\//, 32 * MB],
  [/\/(?:health|info|connect-token)$/, 64 * KB],
  [/\/(?:path|vcs|location)$/, 256 * KB],
  [/\/(?:permission|request|form|question|todo|session\/status|agent|command)$/, 8 * MB],
  [/\/(?:providers?|config|doc|find\/file|find|file)$/, 32 * MB],
  [/\/session$/, 32 * MB],
  [/\/(?:message|msg_\w+|inbox|diff|content|raw)$/, 64 * MB],
];
const OTHERS = 32 * MB;

/** The size limit of a response to this path, relative to the base. */
export const maxAnswer = (path: string): number => LIMITS.find(([route]) => route.test(path))?.[1] ?? OTHERS;
