// A logger that drops everything.
import type { Logger } from '../../src/core/ports.js';

export const silentLogger: Logger = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
