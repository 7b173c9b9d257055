/** Values for the files of a deployment. */
export interface Deployment {
  /** Name of the app: `https://<app>.fly.dev`. */
  readonly app: string;
  /** Code of a Fly region, such as `fra`. */
  readonly region: string;
}

/** Files of a deployment, in the order they are written. */
export const DEPLOY_FILES = ['Dockerfile', 'entry.sh', 'proxy.mjs', 'fly.toml', 'README.md'] as const;

/** Fly's rule for app names, which are part of a host name. */
export const isAppName = (name: string): boolean => /^[a-z0-9](?:[a-z0-9-]{0,28}[a-z0-9])?$/.test(name);

/** Whether a region code has three letters. */
export const isRegion = (code: string): boolean => /^[a-z]{3}$/.test(code);

/** Fills in the placeholders of a template. */
export const fillTemplate = (template: string, { app, region }: Deployment): string =>
  template.replaceAll('{{app}}', app).replaceAll('{{region}}', region);
