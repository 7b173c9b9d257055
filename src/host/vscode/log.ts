import * as vscode from 'vscode';
import type { Disposable } from '../../core/emitter.js';
import type { Logger } from '../../core/ports.js';
import type { Redactor } from '../../core/redact.js';

/** The log output channel as a `Logger` of the core layer. */
export interface Log extends Logger, Disposable {
  show(): void;
}

/** Log levels, least verbose first. */
export const LOG_LEVELS = ['off', 'error', 'warn', 'info', 'debug', 'trace'] as const;
/** One of the levels of the `logLevel` setting. */
export type LogLevel = (typeof LOG_LEVELS)[number];

const CHANNEL_LEVEL: Readonly<Record<Exclude<LogLevel, 'off'>, vscode.LogLevel>> = {
  error: vscode.LogLevel.Error,
  warn: vscode.LogLevel.Warning,
  info: vscode.LogLevel.Info,
  debug: vscode.LogLevel.Debug,
  trace: vscode.LogLevel.Trace,
};

/** Creates the channel. `level` is called for each entry, so that a changed setting applies immediately. */
export function createLog(redactor: Redactor, level: () => LogLevel): Log {
  const channel = vscode.window.createOutputChannel('OpenCode Sandbox', { log: true });
  const write = (at: Exclude<LogLevel, 'off'>, message: string): void => {
    if (LOG_LEVELS.indexOf(at) > LOG_LEVELS.indexOf(level())) return;
    const text = redactor.clean(message);
    // The channel has its own level, which an extension cannot set: entries that it would hide are logged as
    // information.
    const hidden = channel.logLevel !== vscode.LogLevel.Off && CHANNEL_LEVEL[at] < channel.logLevel;
    if (hidden) channel.info(`[${at}] ${text}`);
    else channel[at](text);
  };
  return {
    trace: (message) => write('trace', message),
    debug: (message) => write('debug', message),
    info: (message) => write('info', message),
    warn: (message) => write('warn', message),
    error: (message) => write('error', message),
    show: () => channel.show(true),
    dispose: () => channel.dispose(),
  };
}
