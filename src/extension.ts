import * as vscode from 'vscode';
import type { SandboxApi } from './api.js';
import { createBag, type Disposable } from './core/emitter.js';
import * as changes from './host/features/changes/index.js';
import * as chat from './host/features/chat/index.js';
import * as config from './host/features/config/index.js';
import * as connect from './host/features/connect/index.js';
import * as cost from './host/features/cost/index.js';
import * as deploy from './host/features/deploy/index.js';
import * as launcher from './host/features/launcher/index.js';
import * as files from './host/features/files/index.js';
import * as participant from './host/features/participant/index.js';
import * as remote from './host/features/remote/index.js';
import * as send from './host/features/send/index.js';
import { createServices, type Services } from './host/services/index.js';
import * as sessions from './host/features/sessions/index.js';
import * as terminal from './host/features/terminal/index.js';
import * as tools from './host/features/tools/index.js';
import * as traffic from './host/features/traffic/index.js';

/** A part of the extension; its dependencies are in the services. */
interface Feature {
  register(services: Services): Disposable;
}

/** In order of registration: the sandboxes are created before features that show them. */
const features: readonly Feature[] = [
  connect,
  cost,
  launcher,
  deploy,
  sessions,
  chat,
  send,
  changes,
  files,
  terminal,
  traffic,
  tools,
  participant,
  config,
  remote,
];

/** Internals that only tests in the extension host can access. */
export interface Inside {
  readonly services: Services;
}

/** Called by VS Code on the first use of a view, a command, a link or a restored tab. Returns the API for other extensions. */
export function activate(context: vscode.ExtensionContext): SandboxApi & Partial<Inside> {
  const started = performance.now();
  const services = createServices(context);
  context.subscriptions.push(createBag(services, ...features.map((feature) => feature.register(services))));
  const api = tools.createApi(services);
  services.log.info(`Activated in ${(performance.now() - started).toFixed(1)} ms`);
  return context.extensionMode === vscode.ExtensionMode.Test ? { ...api, services } : api;
}
