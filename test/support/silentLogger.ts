// A logger for tests that check no lines of the log.
import type { Logger } from '../../src/core/ports.js';

export const silentLogger: Logger = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
